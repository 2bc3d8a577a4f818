"""Opening a backup: nothing of it is believed before all of it was looked at."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from zipfile import BadZipFile, ZipFile

from lcassess.assessment.chain import Head
from lcassess.services.backup_file import FORMAT, MANIFEST, Backup, BackupError, Fault, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_TIMES = 200
ALWAYS = 64 * 1024 * 1024
"""Bytes that any backup may have unpacked, and above them how many times its own size."""

DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError)
NO_MANIFEST = (*DAMAGE, KeyError, TypeError, AttributeError)


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup, once everything in it is as its manifest says."""
    with path.open("rb") as file, _archive(file) as archive:
        _demand_size(archive, path.stat().st_size)
        backup = Backup(archive, _manifest(archive))
        _demand_members(backup)
        yield backup


def _archive(file: BinaryIO) -> ZipFile:
    try:
        return ZipFile(file)
    except DAMAGE as fault:
        raise BackupError(Fault.NO_BACKUP) from fault


def _demand_size(archive: ZipFile, packed: int) -> None:
    if sum(member.file_size for member in archive.infolist()) > ALWAYS + MOST_TIMES * packed:
        raise BackupError(Fault.TOO_LARGE)


def _manifest(archive: ZipFile) -> Manifest:
    try:
        given = json.loads(archive.read(MANIFEST))
        if given["format"] != FORMAT:
            raise BackupError(Fault.NO_BACKUP)
        return Manifest(
            migration=str(given["migration"]),
            made_at=str(given["made_at"]),
            rows={table: int(number) for table, number in given["rows"].items()},
            members={name: str(digest) for name, digest in given["members"].items()},
            heads={slug: Head(*head) for slug, head in given["heads"].items()},
        )
    except NO_MANIFEST as fault:
        raise BackupError(Fault.NO_BACKUP) from fault


def _demand_members(backup: Backup) -> None:
    """Refuse what lacks a member, has another one, or one that is not what it was."""
    expected = sorted([MANIFEST, *backup.manifest.members])
    if sorted(backup.archive.namelist()) != expected:
        raise BackupError(Fault.DAMAGED, MANIFEST)
    for name, digest in backup.manifest.members.items():
        if ".." in PurePosixPath(name).parts or _digest(backup, name) != digest:
            raise BackupError(Fault.DAMAGED, name)


def _digest(backup: Backup, name: str) -> str:
    digest = hashlib.sha256()
    try:
        for piece in backup.pieces_of(name):
            digest.update(piece)
    except DAMAGE as fault:
        raise BackupError(Fault.DAMAGED, name) from fault
    return digest.hexdigest()
