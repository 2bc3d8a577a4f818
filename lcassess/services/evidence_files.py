"""The files of evidence: kept under their SHA-256 outside of everything that is served.

A file is written and synced before the row that refers to it, and taken away only after the last
row that did. Whoever does either holds a lock, so that no file goes that somebody just referred
to; all workers of the service share the folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 64 * 1024
PREFIX = 2  # characters of the digest that name the folder
LOCK = ".lock"
DRAFT = ".evidence-"


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """A folder of files, each `<first two characters>/<SHA-256>`."""

    folder: Path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold back everybody else who adds or takes away a file, in whichever process."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _lock_file(self.folder).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def keep(self, file: BinaryIO, digest: str) -> None:
        """Keep a file so that it is there even after a loss of power."""
        path = self._path(digest)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=self.folder.parent, prefix=DRAFT)  # in no backup
        try:
            with os.fdopen(handle, "wb") as whole:
                for piece in pieces(file):
                    whole.write(piece)
                whole.flush()
                os.fsync(whole.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def open(self, digest: str) -> BinaryIO | None:
        """Open a file to be read, or give None where it is gone."""
        try:
            return self._path(digest).open("rb")
        except FileNotFoundError:
            return None

    def remove(self, digest: str) -> None:
        """Take a file away."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:PREFIX] / digest


def digest_of(file: BinaryIO) -> str:
    """Give the SHA-256 of a file."""
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """Read a file from its beginning, piece by piece."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _lock_file(folder: Path) -> Path:
    """Lie beside the folder, which holds nothing but files of evidence."""
    return folder.with_name(f"{folder.name}{LOCK}")


def _sync(folder: Path) -> None:
    """Let the name of a new file survive a loss of power, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
