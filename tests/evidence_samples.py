"""Files that are evidence, and files that only pretend to be; all made here, nothing is kept."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from openpyxl import Workbook

TYPES = "[Content_Types].xml"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORDS = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = '<?xml version="1.0"?><Types><Override ContentType="{}"/></Types>'
ENDING = struct.Struct("<4s4H2LH")


def pdf(inside: bytes = b"") -> bytes:
    body = b"1 0 obj << /Type /Catalog >> endobj\n" + inside
    return b"%PDF-1.7\n" + body + b"\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def png(after: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks) + after


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(after: bytes = b"") -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9" + after


def webp(after: bytes = b"") -> bytes:
    body = b"WEBPVP8 " + struct.pack("<I", 4) + bytes(4)
    return b"RIFF" + struct.pack("<I", len(body)) + body + after


def archive(members: dict[str, bytes], **how: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, **how) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()


def office(types: str = SHEETS, **more: bytes) -> bytes:
    """A document of a closed office; `more` members by name, with two underscores for a slash."""
    members = {TYPES: CONTENT_TYPES.format(types).encode()}
    return archive(members | {name.replace("__", "/"): data for name, data in more.items()})


def open_document(kind: str = "text", **more: bytes) -> bytes:
    members = {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode()}
    members |= {"content.xml": b"<office:document-content/>"}
    return archive(members | {name.replace("__", "/"): data for name, data in more.items()})


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.active.append(["invented", 12])
    book.save(file)
    return file.getvalue()


def relations(target: str, mode: str = "External", kind: str = "attachedTemplate") -> bytes:
    address = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<Relationships><Relationship Id="r" Type="{address}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    ).encode()


def bomb(size: int = 200 * 1024 * 1024) -> bytes:
    """A workbook of some hundred kilobytes that says it unpacks to 200 MiB, and does."""
    return office(xl__sheet1=bytes(size))


def lying_bomb() -> bytes:
    """The same, but it says that it unpacks to little."""
    honest, size = bomb(60 * 1024 * 1024), 60 * 1024 * 1024
    return honest.replace(struct.pack("<I", size), struct.pack("<I", 100))


def many_members(count: int = 60_000) -> bytes:
    return archive(
        {TYPES: CONTENT_TYPES.format(SHEETS).encode()} | {f"x{n}": b"" for n in range(count)}
    )


def long_list() -> bytes:
    """An archive whose end says that it has one member, before a list of 8 MiB."""
    listed = many_members(100_000)
    mark, *numbers = ENDING.unpack(listed[-ENDING.size :])
    numbers[2:4] = 1, 1
    return listed[: -ENDING.size] + ENDING.pack(mark, *numbers)


def overlapping() -> bytes:
    """Many members of the list that all lie at the same place of the file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(TYPES, CONTENT_TYPES.format(SHEETS))
        packed.writestr("a", bytes(60_000))
        first = packed.getinfo("a")
        for number in range(900):
            again = zipfile.ZipInfo(f"a{number}")
            again.header_offset, again.CRC = first.header_offset, first.CRC
            again.compress_size, again.file_size = first.compress_size, first.file_size
            again.compress_type = first.compress_type
            packed.filelist.append(again)
            packed.NameToInfo[again.filename] = again
    return file.getvalue()
