"""Tables that are uploaded: read as text whatever they are in, and hostile ones refused at once."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from lcassess.services.table_reading import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Unreadable,
    UnreadableError,
    read_table,
)

ROWS = [("city", "email"), ("fez", "amal@fez.example"), ("=1+1", "é;,\"'")]
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet %s><sheetData>&b;</sheetData></worksheet>"""
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=20
).map(str.strip)


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(name, content, method=zipfile.ZIP_DEFLATED):
    """Give a workbook in which one part is another one."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content, compress_type=method)
    return target.getvalue()


def refused(data):
    with pytest.raises(UnreadableError) as refusal:
        read_table(data)
    return refusal.value.why


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("before", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_is_read_with_either_mark(mark, before, end):
    text = before + end.join([f"city{mark}email", f'fez{mark}"a{mark}b"', "", ""])
    assert read_table(text.encode()) == [("city", "email"), ("fez", f"a{mark}b")]


def test_a_workbook_is_read_as_text():
    book = Workbook()
    for row in [*ROWS, (5, 2.5, None, True), (None, None)]:
        book.active.append(row)
    book.active["A3"].data_type = "s"  # text that begins like a formula
    target = io.BytesIO()
    book.save(target)
    assert read_table(target.getvalue()) == [*ROWS, ("5", "2.5", "", "True")]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_csv_gives_what_was_written(rows):
    rows[0][0] = "city"
    text = "\n".join(
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in r) for r in rows
    )
    while rows and not any(rows[-1]):
        rows.pop()
    assert read_table(text.encode()) == [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", Unreadable.EMPTY),
        (b"\n\n,,\n", Unreadable.EMPTY),
        (workbook([]), Unreadable.EMPTY),
        ("ville,é".encode("latin-1"), Unreadable.TEXT),
        ("city,email".encode("utf-16"), Unreadable.TEXT),
        (b"%PDF-1.7\0\0", Unreadable.KIND),
        (b'a,"b', Unreadable.KIND),
        (b"PK\x03\x04 and no more", Unreadable.KIND),
        (workbook(ROWS)[:-50], Unreadable.KIND),
        (with_part("xl/workbook.xml", b"<x"), Unreadable.KIND),
        (with_part("xl/worksheets/sheet1.xml", BOMB % MAIN), Unreadable.KIND),
        (with_part("xl/styles.xml", (BOMB % MAIN).decode().encode("utf-16")), Unreadable.KIND),
        (with_part("xl/new.xml", b"x" * 99, zipfile.ZIP_BZIP2), Unreadable.KIND),
        (with_part("xl/new.xml", b"x" * 99, zipfile.ZIP_LZMA), Unreadable.KIND),
        (with_part("xl/new.xml", bytes(5 * 1024 * 1024)), Unreadable.LARGE),
        (b"a,b\n" * (MOST_ROWS + 2), Unreadable.LARGE),
        (workbook([("a", "b")] * (MOST_ROWS + 2)), Unreadable.LARGE),
        (b"a," * (MOST_COLUMNS + 1), Unreadable.LARGE),
        (workbook([["a"] * (MOST_COLUMNS + 1)]), Unreadable.LARGE),
        (b"a" * (LONGEST_CELL + 1), Unreadable.LARGE),
        (b"a" * 200_000, Unreadable.LARGE),
    ],
)
def test_what_is_no_table_of_a_sensible_size_is_refused(data, why):
    assert refused(data) is why


def test_a_table_of_the_largest_size_is_read():
    assert len(read_table(workbook([("a", "b")] * (MOST_ROWS + 1)))) == MOST_ROWS + 1


def test_many_parts_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(200):
            archive.writestr(f"{number}.xml", b"")
    assert refused(target.getvalue()) is Unreadable.LARGE


def test_a_part_that_holds_more_than_it_says_is_not_unpacked():
    honest = with_part("xl/worksheets/sheet1.xml", bytes(300 * 1024 * 1024))
    size = (300 * 1024 * 1024).to_bytes(4, "little")
    assert honest.count(size) == 2
    checksum = zlib.crc32(bytes(1000)).to_bytes(4, "little")
    actual = zlib.crc32(bytes(300 * 1024 * 1024)).to_bytes(4, "little")
    lying = honest.replace(size, (1000).to_bytes(4, "little")).replace(actual, checksum)
    tracemalloc.start()
    assert refused(lying) is Unreadable.KIND
    assert refused(honest) is Unreadable.LARGE
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * 1024 * 1024


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for tried in (data, b"PK\x03\x04" + data):
        with suppress(UnreadableError):
            assert read_table(tried)


@given(st.integers(0, 4_500), st.binary(min_size=1, max_size=20))
def test_a_broken_workbook_is_read_or_refused(place, junk):
    data = bytearray(workbook(ROWS))
    data[place : place + len(junk)] = junk
    with suppress(UnreadableError):
        assert read_table(bytes(data))
