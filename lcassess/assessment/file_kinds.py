"""Which kind of file something is, told from its content; whatever else it may be is refused.

Names and announced types count for nothing. A file is one kind and no other, from its first byte
to its last, so that no program takes it for something else; and nothing in it acts by itself.
Documents of offices are read through once, which finds what is damaged and what unpacks to more
than it says, without ever keeping more than a piece of them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from lcassess.assessment.archives import END_OF_ARCHIVE, document_kind
from lcassess.assessment.evidence import LARGEST_FILE, EvidenceFault, EvidenceFaultError

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 64 * 1024
LONGEST_NAME = 120
SEEN_BY_READERS = 1_024  # bytes in which programs look for the mark of a PDF, or for a page
AROUND_THE_END = 66_000  # bytes in which programs look for the end of an archive
MOST_CHUNKS = 10_000
ACTIVE_IN_PDF = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
PAGES = re.compile(rb"<(!doctype|html|script|svg|head|body|iframe|\?php)", re.IGNORECASE)
PNG = b"\x89PNG\r\n\x1a\n"
SPACES = b" \t\r\n"
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken; the first of its endings is given to names without one."""

    id: str
    content_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
KINDS = {
    kind.id: kind
    for kind in (
        FileKind("pdf", "application/pdf", (".pdf",)),
        FileKind("png", "image/png", (".png",)),
        FileKind("jpeg", "image/jpeg", (".jpg", ".jpeg")),
        FileKind("webp", "image/webp", (".webp",)),
        FileKind("text", "text/plain; charset=utf-8", (".txt", ".csv", ".tsv", ".md")),
        FileKind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
        FileKind("docx", f"{_OFFICE}.wordprocessingml.document", (".docx",)),
        FileKind("odt", f"{_OPEN}.text", (".odt",)),
        FileKind("ods", f"{_OPEN}.spreadsheet", (".ods",)),
    )
}


def recognise(file: BinaryIO) -> FileKind:
    """Tell the kind of a file, or raise EvidenceFaultError with why it is not taken."""
    size = file.seek(0, 2)
    if not size:
        raise EvidenceFaultError(EvidenceFault.EMPTY)
    if size > LARGEST_FILE:
        raise EvidenceFaultError(EvidenceFault.TOO_LARGE)
    start = _read(file, 0, SEEN_BY_READERS)
    for mark, check in CHECKS:
        if start.startswith(mark):
            found = check(file, size)
            break
    else:
        found = _text(file)
    _demand_one_nature(file, size, start, found)
    return KINDS[found]


def safe_name(name: str, kind: FileKind) -> str:
    """Give a name that every system takes and that cannot be read as another one.

    Folders, controls and signs that turn the direction of writing go; the ending is that of the
    content.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", last)
    shown = "".join(sign if _is_shown(sign) else " " for sign in plain if not _is_hidden(sign))
    stem = " ".join(shown.split()).strip(". ")
    ending = next((e for e in kind.endings if stem.lower().endswith(e)), "")
    stem = stem[: len(stem) - len(ending)] if ending else stem
    return f"{stem[:LONGEST_NAME].strip('. ') or 'file'}{ending or kind.endings[0]}"


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign)[0] != "C" and sign not in '<>:"/\\|?*%;'


def _is_hidden(sign: str) -> bool:
    """Tell whether a sign only steers how others are written, from right to left and so on."""
    return unicodedata.category(sign) == "Cf"


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _pdf(file: BinaryIO, size: int) -> str:
    if b"%%EOF" not in _read(file, max(0, size - SEEN_BY_READERS), SEEN_BY_READERS):
        raise EvidenceFaultError(EvidenceFault.DAMAGED)
    content = _read(file, 0, size)
    if any(name in content for name in ACTIVE_IN_PDF):
        raise EvidenceFaultError(EvidenceFault.ACTIVE)
    return "pdf"


def _png(file: BinaryIO, size: int) -> str:
    """Walk from chunk to chunk: the last one ends the file."""
    position = len(PNG)
    for _chunk in range(MOST_CHUNKS):
        head = _read(file, position, 8)
        position += 12 + int.from_bytes(head[:4], "big")
        if head[4:] == b"IEND":
            if position != size:
                raise EvidenceFaultError(EvidenceFault.MIXED_KIND)
            return "png"
        if position >= size:
            break
    raise EvidenceFaultError(EvidenceFault.DAMAGED)


def _jpeg(file: BinaryIO, size: int) -> str:
    if not _read(file, max(0, size - PIECE), PIECE).rstrip(b"\x00").endswith(b"\xff\xd9"):
        raise EvidenceFaultError(EvidenceFault.DAMAGED)
    return "jpeg"


def _webp(file: BinaryIO, size: int) -> str:
    head = _read(file, 0, 12)
    if head[8:] != b"WEBP":
        raise EvidenceFaultError(EvidenceFault.UNKNOWN_KIND)
    announced = int.from_bytes(head[4:8], "little") + 8
    if announced != size:
        fault = EvidenceFault.MIXED_KIND if announced < size else EvidenceFault.DAMAGED
        raise EvidenceFaultError(fault)
    return "webp"


def _text(file: BinaryIO) -> str:
    """Read a text through: UTF-8, no controls, and no page of the web."""
    file.seek(0)
    read, begun = codecs.getincrementaldecoder("utf-8-sig")(), False
    try:
        while piece := file.read(PIECE):
            text = read.decode(piece)
            if CONTROLS.search(text) or (not begun and text.lstrip().startswith("<")):
                raise EvidenceFaultError(EvidenceFault.UNKNOWN_KIND)
            begun = begun or bool(text.strip())
        read.decode(b"", final=True)
    except UnicodeDecodeError:
        raise EvidenceFaultError(EvidenceFault.UNKNOWN_KIND) from None
    return "text"


def _demand_one_nature(file: BinaryIO, size: int, start: bytes, found: str) -> None:
    """Refuse what other programs would take for a document, an archive or a page."""
    archive = found in ("xlsx", "docx", "odt", "ods")
    end = _read(file, max(0, size - AROUND_THE_END), AROUND_THE_END)
    if (
        (found != "pdf" and b"%PDF-" in start)
        or (not archive and END_OF_ARCHIVE in end)
        or PAGES.search(start)
    ):
        raise EvidenceFaultError(EvidenceFault.MIXED_KIND)


CHECKS: tuple[tuple[bytes, Callable[[BinaryIO, int], str]], ...] = (
    (b"%PDF-", _pdf),
    (PNG, _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"RIFF", _webp),
    (b"PK\x03\x04", document_kind),
)
