"""The file of a backup: a zip of JSON lines, with a manifest that says what has to be in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from lcassess.services.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lcassess.assessment.chain import Head

FORMAT = 1
MANIFEST = "manifest.json"
EVIDENCE = "evidence/"
PIECE = 256 * 1024
LONGEST_LINE = 64 * 1024 * 1024


class Fault(StrEnum):
    """Why a backup is not made, or not restored."""

    NO_BACKUP = "no-backup"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    OTHER_MIGRATION = "other-migration"
    OTHER_TABLES = "other-tables"
    NOT_EMPTY = "not-empty"
    EVIDENCE_THERE = "evidence-there"
    OTHER_HEADS = "other-heads"
    BROKEN = "broken"


class BackupError(RefusedError):
    """A backup that was not made or not restored; `about` says which part is meant."""

    def __init__(self, fault: Fault, about: str = "") -> None:
        """Keep the fault."""
        super().__init__(fault)
        self.fault, self.about = fault, about


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: rows by table, digests by member, and the heads of all chains."""

    migration: str
    made_at: str
    rows: dict[str, int]
    members: dict[str, str]
    heads: dict[str, Head]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was checked and can be read."""

    archive: ZipFile
    manifest: Manifest

    def rows_of(self, table: str) -> Iterator[list[Any]]:
        """Read the rows of a table, one by one."""
        with self.archive.open(member_of(table)) as lines:
            while line := lines.readline(LONGEST_LINE):
                yield json.loads(line)

    @property
    def evidence(self) -> list[str]:
        """The names of the files of evidence."""
        return [name for name in self.manifest.members if name.startswith(EVIDENCE)]

    def pieces_of(self, name: str) -> Iterator[bytes]:
        """Read a member, piece by piece."""
        with self.archive.open(name) as member:
            while piece := member.read(PIECE):
                yield piece


def member_of(table: str) -> str:
    """Name the member that holds the rows of a table."""
    return f"rows/{table}.jsonl"


def add(archive: ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    """Write a member, piece by piece; give its digest."""
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as member:
        for piece in pieces:
            member.write(piece)
            digest.update(piece)
    return digest.hexdigest()


def close(archive: ZipFile, manifest: Manifest) -> None:
    """Write the manifest, last."""
    text = json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1)
    archive.writestr(MANIFEST, text, ZIP_DEFLATED)
