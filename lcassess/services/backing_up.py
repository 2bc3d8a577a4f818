"""Making a backup while others save, and restoring it in an empty place."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from lcassess.services import backup_file, verifying
from lcassess.services.backup_file import (
    EVIDENCE,
    PIECE,
    Backup,
    BackupError,
    Fault,
    Manifest,
    member_of,
)
from lcassess.services.transaction import deed
from lcassess.storage import backup as storage
from lcassess.storage import chains
from lcassess.storage.engine import begin_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Table
    from sqlalchemy.orm import Session


def make(session: Session, evidence: Path, now: datetime, target: BinaryIO) -> Manifest:
    """Write everything as it stands at one moment: all rows, then the files of evidence."""
    begin_reading(session)
    if not storage.are_ours(session):
        raise BackupError(Fault.OTHER_TABLES)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        manifest = Manifest(
            migration=storage.migration(session),
            made_at=now.isoformat(),
            rows={each.name: storage.count(session, each) for each in storage.tables()},
            members={
                name: backup_file.add(archive, name, pieces)
                for name, pieces in _members(session, evidence)
            },
            heads=chains.heads(session),
        )
        backup_file.close(archive, manifest)
    return manifest


def has_tables(session: Session) -> bool:
    """Tell whether the database has any table yet."""
    found = storage.are_there(session)
    session.rollback()  # whoever makes them now must not wait for this look
    return found


def restore(session: Session, backup: Backup, evidence: Path) -> None:
    """Write a backup into empty tables, all or nothing, and verify it before it counts."""
    with _unpacked(backup, evidence), deed(session, "restore-backup"):
        _demand_place(session, backup.manifest)
        for table in storage.tables():
            _fill(session, backup, table)
        storage.count_on(session)
        _demand_unbroken(session, backup.manifest)


def _members(session: Session, evidence: Path) -> Iterator[tuple[str, Iterable[bytes]]]:
    for table in storage.tables():
        rows = storage.rows_of(session, table)
        yield (
            member_of(table.name),
            (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows),
        )
    for path in sorted(path for path in evidence.rglob("*") if path.is_file()):
        with suppress(FileNotFoundError), path.open("rb") as file:  # it may be removed meanwhile
            name = f"{EVIDENCE}{path.relative_to(evidence).as_posix()}"
            yield name, iter(partial(file.read, PIECE), b"")


def _demand_place(session: Session, manifest: Manifest) -> None:
    """Refuse a database of another version, and one that has something to lose."""
    names = {table.name for table in storage.tables()}
    if not storage.are_ours(session) or names != manifest.rows.keys():
        raise BackupError(Fault.OTHER_TABLES)
    if storage.migration(session) != manifest.migration:
        raise BackupError(Fault.OTHER_MIGRATION, manifest.migration)
    if not storage.are_empty(session):
        raise BackupError(Fault.NOT_EMPTY)


def _fill(session: Session, backup: Backup, table: Table) -> None:
    try:
        written = storage.write(session, table, backup.rows_of(table.name))
    except storage.RowsError as fault:
        raise BackupError(Fault.DAMAGED, member_of(table.name)) from fault
    if written != backup.manifest.rows[table.name]:
        raise BackupError(Fault.DAMAGED, member_of(table.name))


def _demand_unbroken(session: Session, manifest: Manifest) -> None:
    if chains.heads(session) != manifest.heads:
        raise BackupError(Fault.OTHER_HEADS)
    for checked in verifying.walk(session, iter):
        for finding in checked.findings:
            raise BackupError(Fault.BROKEN, finding.city)


@contextmanager
def _unpacked(backup: Backup, evidence: Path) -> Iterator[None]:
    """Put the files of evidence in their place, and take them away again if the rest fails."""
    if evidence.exists() and any(evidence.iterdir()):
        raise BackupError(Fault.EVIDENCE_THERE)
    try:
        for name in backup.evidence:
            _unpack(backup, name, evidence / name.removeprefix(EVIDENCE))
        yield
    except BaseException:
        shutil.rmtree(evidence, ignore_errors=True)
        raise


def _unpack(backup: Backup, name: str, path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for piece in backup.pieces_of(name):
            file.write(piece)
