"""Documents of offices, which are archives: looked at from outside first, then read through once.

What an archive says of itself is checked before anything is unpacked, and held to while it is.
"""

from __future__ import annotations

import re
import zlib
from struct import Struct
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lcassess.assessment.evidence import MIB, EvidenceFault, EvidenceFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

END_OF_ARCHIVE = b"PK\x05\x06"
END = Struct("<4s4H2LH")  # signature, two disks, two counts, size and place of the list, comment
MOST_MEMBERS = 2_000
LARGEST_LIST = MIB
MOST_UNPACKED = 64 * MIB
LARGEST_TABLE = MIB  # of a member that says what belongs to what
PIECE = 64 * 1024
ENCRYPTED = 1
FAULTS = (BadZipFile, NotImplementedError, EOFError, zlib.error, ValueError, UnicodeDecodeError)

TYPES = "[Content_Types].xml"
MIMETYPE = "mimetype"
OFFICE = {
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"wordprocessingml.document.main+xml": "docx",
}
OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# Macros, controls and programs, by where they lie in either kind of document.
ACTIVE = re.compile(
    r"(^|/)(vbaProject|vbaData|activeX|ctrlProps|macrosheets|dialogsheets|customUI|Basic|Scripts)"
    r"([./]|$)|\.(bin|docm|xlsm|pptm|exe|js|vbs)$",
    re.IGNORECASE,
)
LINKED = re.compile(r"(^|/)(externalLinks|connections\.xml|queryTables)", re.IGNORECASE)
PRINTERS = re.compile(r"(^|/)printerSettings/[^/]+\.bin$", re.IGNORECASE)  # of Excel, harmless
MACROS = re.compile(rb"macroEnabled", re.IGNORECASE)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
ELSEWHERE = re.compile(rb"""TargetMode\s*=\s*["'](?!Internal["'])""")
HYPERLINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")


def document_kind(file: BinaryIO, size: int) -> str:
    """Tell which document an archive is; raises EvidenceFaultError."""
    _demand_small_list(file, size)
    try:
        with ZipFile(file) as archive:
            _demand_members(archive.infolist())
            found = _kind(archive)
            for member in archive.infolist():
                _read_through(archive, member)
            return found
    except FAULTS as fault:
        if isinstance(fault, EvidenceFaultError):
            raise
        raise EvidenceFaultError(EvidenceFault.DAMAGED) from fault


def _demand_small_list(file: BinaryIO, size: int) -> None:
    """Look at how the archive ends: its list of members fills the room before it, and is small."""
    file.seek(max(0, size - END.size))
    last = file.read(END.size)
    if len(last) != END.size or not last.startswith(END_OF_ARCHIVE):
        raise EvidenceFaultError(EvidenceFault.MIXED_KIND)
    _mark, _disk, _first, _here, count, length, start, _comment = END.unpack(last)
    if count > MOST_MEMBERS or length > LARGEST_LIST:
        raise EvidenceFaultError(EvidenceFault.TOO_MUCH_INSIDE)
    if start + length + END.size != size:
        raise EvidenceFaultError(EvidenceFault.MIXED_KIND)


def _demand_members(members: list[ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise EvidenceFaultError(EvidenceFault.TOO_MUCH_INSIDE)
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or not all(map(_is_sound, members)):
        raise EvidenceFaultError(EvidenceFault.DAMAGED)
    if any(ACTIVE.search(name) and not PRINTERS.search(name) for name in names):
        raise EvidenceFaultError(EvidenceFault.ACTIVE)
    if any(LINKED.search(name) for name in names):
        raise EvidenceFaultError(EvidenceFault.EXTERNAL)


def _is_sound(member: ZipInfo) -> bool:
    inside = not member.filename.startswith("/") and ".." not in member.filename.split("/")
    known = member.compress_type in {ZIP_STORED, ZIP_DEFLATED}
    return inside and known and "\\" not in member.filename and not member.flag_bits & ENCRYPTED


def _kind(archive: ZipFile) -> str:
    """Tell the kind from the member that says it."""
    told = {MIMETYPE, TYPES}.intersection(archive.namelist())
    found = None
    if told == {MIMETYPE}:
        found = OPEN.get(_table(archive, MIMETYPE).strip())
    elif told == {TYPES}:
        types = _table(archive, TYPES)
        if MACROS.search(types):
            raise EvidenceFaultError(EvidenceFault.ACTIVE)
        found = next((kind for mark, kind in OFFICE.items() if mark in types), None)
        _demand_nothing_from_elsewhere(archive)
    if found is None:
        raise EvidenceFaultError(EvidenceFault.UNKNOWN_KIND)
    return found


def _demand_nothing_from_elsewhere(archive: ZipFile) -> None:
    """Let links for people to follow stand; nothing may be fetched when a document is opened."""
    for name in archive.namelist():
        if name.endswith(".rels") and any(_fetched(_table(archive, name))):
            raise EvidenceFaultError(EvidenceFault.EXTERNAL)


def _fetched(table: bytes) -> Iterator[bool]:
    table.decode("utf-8")
    for relation in RELATION.findall(table):
        yield bool(ELSEWHERE.search(relation)) and not HYPERLINK.search(relation)


def _table(archive: ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_TABLE:
        raise EvidenceFaultError(EvidenceFault.TOO_MUCH_INSIDE)
    return archive.read(name)


def _read_through(archive: ZipFile, member: ZipInfo) -> None:
    """Unpack a member piece by piece: its checksum fails where it is not what it says."""
    with archive.open(member) as content:
        while content.read(PIECE):
            pass
