"""`python -m benchmarks.crashing`: saves while the server is killed again and again.

Eight people save answers one by one and write down what was acknowledged. Meanwhile workers, and
now and then the whole server, are killed without warning (SIGKILL) and come back. In the end
everything acknowledged has to stand in the history, once, and every chain has to be unbroken.
A killed process keeps the system's page cache: this shows nothing about a power cut.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from benchmarks.answering import FRAMEWORK
from benchmarks.client import OK, Client
from benchmarks.site import PASSWORD, fill, product
from lcassess.services.verifying import verify
from lcassess.storage.tables import AnswerHistoryRow

if TYPE_CHECKING:
    from benchmarks.server import Server
    from benchmarks.site import Writer

PEOPLE = 8
NAMES = tuple(FRAMEWORK.indicators)
WHOLE_SERVER_EVERY = 10  # kills
BETWEEN_KILLS = (0.1, 0.9)  # seconds
LONGEST = 1_800.0  # seconds, after which the run ends whatever happened


@dataclass
class Saver:
    """Somebody who saves until told to stop, and what was acknowledged to them."""

    writer: Writer
    client: Client
    acknowledged: list[tuple[str, int, str]] = field(default_factory=list)
    errors: list[int] = field(default_factory=list)

    def work(self, enough: threading.Event) -> None:
        """Save one answer after the other; what is not acknowledged is sent again as it was."""
        versions = dict.fromkeys(NAMES, 0)
        while not enough.is_set():
            name, key = random.choice(NAMES), str(uuid4())  # noqa: S311  # no secret
            address = f"/assessments/{self.writer.report}/answers/{name}"
            while not enough.is_set():
                found = self._try(address, key, versions[name])
                if found is not None:
                    versions[name] = found
                    self.acknowledged.append((name, found, key))
                    break
                time.sleep(0.02)

    def _try(self, address: str, key: str, version: int) -> int | None:
        try:
            found = self.client.patch(address, {"note": key}, version, key)
        except (OSError, HTTPException):
            self.client.close()
            return None
        if found.status != OK:
            self.errors.append(found.status)
            return None
        return int(json.loads(found.body)["version"])


def main() -> int:
    """Kill, save, compare; say what was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crashing", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--saves", type=int, default=50_000)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/lcassess.db"
        writers = fill(Path(folder), PEOPLE)
        savers, kills = _run(product(url), writers, asked.kills, asked.saves)
        return _judge(url, savers, kills)


def _run(server: Server, writers: list[Writer], kills: int, saves: int) -> tuple[list[Saver], int]:
    enough, done, end = threading.Event(), 0, time.monotonic() + LONGEST
    with server:
        savers = [Saver(writer, Client(server.port)) for writer in writers]
        for saver in savers:
            saver.client.sign_in(saver.writer.email, PASSWORD)
        threads = [threading.Thread(target=saver.work, args=(enough,)) for saver in savers]
        for thread in threads:
            thread.start()
        while time.monotonic() < end:
            if done >= kills and sum(len(s.acknowledged) for s in savers) >= saves:
                break
            time.sleep(random.uniform(*BETWEEN_KILLS))  # noqa: S311  # no secret
            if done < kills:
                done += 1
                server.kill(whole=done % WHOLE_SERVER_EVERY == 0)
        enough.set()
        for thread in threads:
            thread.join()
    return savers, done


def _judge(url: str, savers: list[Saver], kills: int) -> int:
    engine = create_engine(url)
    with Session(engine) as session:
        lost = sum(_lost(session, saver) for saver in savers)
        faults = [fault for city in verify(session, iter) for fault in city.findings]
    engine.dispose()
    saves = sum(len(saver.acknowledged) for saver in savers)
    errors = [status for saver in savers for status in saver.errors]
    print(f"{kills} kills, {saves} saves acknowledged, {lost} lost or doubled,")
    print(f"{len(errors)} answers of the server that were errors {sorted(set(errors))},")
    print(f"{len(faults)} faults in the chains of {len(savers)} cities")
    return 1 if lost or errors or faults else 0


def _lost(session: Session, saver: Saver) -> int:
    """Count the acknowledged saves that do not stand in the history exactly once."""
    rows = session.execute(
        select(
            AnswerHistoryRow.indicator_id, AnswerHistoryRow.version, AnswerHistoryRow.note
        ).where(AnswerHistoryRow.assessment_id == UUID(saver.writer.report))
    ).all()
    standing = {tuple(row) for row in rows}
    keys = [row.note for row in rows]
    doubled = len(keys) - len(set(keys))
    return doubled + sum(one not in standing for one in saver.acknowledged)


if __name__ == "__main__":
    sys.exit(main())
