"""`flask history`: does the history stand as it was written?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from lcassess.assessment.chain import Break
from lcassess.assessment.receipt import LARGEST, NoReceiptError, Receipt, read
from lcassess.cli.database import database, progress
from lcassess.services.findings import Wrong
from lcassess.services.verifying import check_receipt, verify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcassess.services.findings import Finding

SENTENCES = {
    Break.CHANGED: "entry {number} does not follow from the one before: one of them was changed",
    Break.MISSING: "the entries {number} to {last} are missing",
    Break.REPEATED: "there is more than one entry {number}",
    Break.CUT: "the last entries, {number} to {last}, are missing",
    Break.BEYOND: "entry {number} stands after the end of the history",
    Break.HEAD: "the end that was noted is not that of entry {number}",
    Wrong.UNREADABLE: "something in its reports cannot be read",
    Wrong.NO_HEAD: "the end of its history is not noted",
    Wrong.ANSWER: "{about} is not what its history says",
    Wrong.FINGERPRINT: "version {about} is not what its fingerprint was made of",
    Wrong.PLACE: "version {about} names an entry {number} that is not in the history",
    Wrong.SUBMISSION: "version {about} is not what the history says up to entry {number}",
    Wrong.RECEIPT_CITY: "the city of the receipt is not known here",
    Wrong.RECEIPT_CONTENT: "the content of the receipt is not what its fingerprint was made of",
    Wrong.RECEIPT_PLACE: "the receipt names an entry {number} that is not in the history",
    Wrong.RECEIPT_SUBMISSION: "version {about} of the receipt was not handed in like this",
}

history_group = AppGroup("history", help="The history of answers, moves and remarks.")


def _receipt(
    _context: click.Context, _parameter: click.Parameter, path: Path | None
) -> Receipt | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return read(file.read(LARGEST))
    except NoReceiptError:
        message = f"{path} is no receipt as receipt.json gives it"
        raise click.BadParameter(message) from None
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise click.BadParameter(message) from fault


@history_group.command("verify")
@click.option(
    "--receipt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_receipt,
    help="A receipt.json that has to agree with the history.",
)
def verify_command(receipt: Receipt | None) -> None:
    """Name every changed, missing or cut entry of every city's history; exit 1 if any."""
    rows = cities = wrong = 0
    with database() as session:
        for checked in verify(session, progress("Verifying")):
            rows, cities = rows + checked.rows, cities + 1
            wrong += _tell(checked.findings)
        if receipt:
            wrong += _tell(check_receipt(session, receipt))
    if wrong:
        raise SystemExit(1)
    click.echo(f"{rows} rows of {cities} cities: unbroken")
    if receipt:
        click.echo(f"The receipt of {receipt.city} agrees with them")


def _tell(findings: Iterable[Finding]) -> int:
    lines = [f"{f.city}: {SENTENCES[f.what].format(**f._asdict())}" for f in findings]
    for line in lines:
        click.echo(line)
    return len(lines)
