import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lcassess.exports.table import CellKind, Column, Table, value_of
from lcassess.exports.workbook import Properties, write_workbook
from lcassess.exports.xlsx import NAME_LENGTH, sheet_name
from tests.exports.payloads import FORMULAS, HARD

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FLAGS = (True, False)
PROPERTIES = Properties("Results of Nueva Ondara")

decimals = st.decimals(-(10**9), 10**9, places=5) | st.decimals(0, 1, places=15)
floats = st.floats(allow_nan=False, allow_infinity=False, width=64)
sums = floats.filter(lambda x: x == 0 or 1e-300 < abs(x) < 1e300)


def table(*values, title="Scores"):
    rows = [[value_of(value)] for value in values]
    return Table("t", title, (Column("a", "Head", CellKind.TEXT),), rows)


def written(*tables, properties=PROPERTIES):
    target = io.BytesIO()
    write_workbook(tables, properties, target)
    target.seek(0)
    return target


def read(*tables, properties=PROPERTIES):
    return openpyxl.load_workbook(written(*tables, properties=properties))


def column(workbook):
    return [row[0].value for row in workbook.worksheets[0].iter_rows(min_row=2)]


def cell_types(target):
    """Read the types that the file itself states, and whether it holds a formula."""
    tree = etree.fromstring(zipfile.ZipFile(target).read("xl/worksheets/sheet1.xml"))
    cells = list(tree.iter(f"{MAIN}c"))[1:]
    return [cell.get("t") for cell in cells], list(tree.iter(f"{MAIN}f"))


def seen(text):
    """Give a text as a workbook can show it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", lines)


def unescaped(text):
    """Read an escape as spreadsheets do; openpyxl leaves it."""
    return text and re.sub("_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), text)


@given(st.lists(sums | st.integers(-(2**53), 2**53), min_size=1))
def test_numbers_come_back_to_the_last_digit(numbers):
    assert column(read(table(*numbers))) == numbers


@given(st.lists(decimals, min_size=1))
def test_decimals_come_back_as_the_same_decimal(numbers):
    back = column(read(table(*numbers)))
    assert [Decimal(repr(value)) for value in back] == numbers
    assert cell_types(written(table(*numbers)))[0] == ["n"] * len(numbers)


@given(st.lists(st.text(min_size=1), min_size=1))
def test_texts_come_back_as_texts(texts):
    target = written(table(*texts))
    types, formulas = cell_types(target)
    assert types == ["inlineStr"] * len(texts)
    assert formulas == []
    assert [unescaped(text) for text in column(read(table(*texts)))] == [seen(t) for t in texts]


@given(st.sampled_from("=+-@\t\r\n＝＋－＠"), st.text(max_size=20))
def test_what_looks_like_a_formula_stays_text_when_it_is_edited(first, rest):
    workbook = read(table(first + rest))
    cell = workbook.worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_flags_are_words_and_blanks_are_empty():
    assert column(read(table(*FLAGS, None, 0))) == ["yes", "no", None, 0]


@given(st.lists(st.text(), min_size=1, max_size=8))
def test_sheet_names_are_legal_and_differ(titles):
    taken = set()
    names = [sheet_name(title, taken) for title in titles]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= NAME_LENGTH
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name == name.strip(" '")


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_workbook_takes_any_title(titles):
    workbook = read(*(table(1, title=title) for title in titles))
    assert len(workbook.sheetnames) == len(titles)


def test_long_titles_that_begin_alike_stay_apart():
    titles = ["A very long title of a sheet that goes on"] * 3
    taken = set()
    assert [sheet_name(title, taken) for title in titles] == [
        "A very long title of a sheet th",
        "A very long title of a sheet 2",
        "A very long title of a sheet 3",
    ]


def test_the_head_is_bold_and_stays_in_sight():
    sheet = read(table(1)).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].value == "Head"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width == CellKind.TEXT.value


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("fr", False)])
def test_arabic_sheets_run_from_right_to_left(language, mirrored):
    sheet = read(table(1), properties=Properties("x", language)).worksheets[0]
    assert bool(sheet.sheet_view.rightToLeft) is mirrored


def test_the_workbook_says_what_it_is():
    properties = read(table(1)).properties
    assert (properties.title, properties.creator) == ("Results of Nueva Ondara", "lcassess")


def test_rows_may_come_one_by_one():
    rows = ([i] for i in range(1000))
    made = Table("t", "T", (Column("a", "A", CellKind.NUMBER),), rows)
    assert column(read(made)) == list(range(1000))


def test_libreoffice_reads_what_was_written(office, tmp_path):
    values = [*FORMULAS, *HARD, -3.5, 0, 0.1 + 0.2, 340, Decimal("9.95"), Decimal(-5), 1e-7, True]
    path = tmp_path / "values.xlsx"
    path.write_bytes(written(table(*values, title="=1+1 [a]:b?")).read())
    ((name, rows),) = office.read(path).items()
    assert name == "=1+1  a  b"
    cells = [row[0] if row else None for row in rows[1:]]
    assert [cell.formula for cell in cells if cell] == [None] * sum(bool(c) for c in cells)
    for value, cell in zip(values, cells, strict=True):
        if isinstance(value, str):
            assert (cell.value if cell else "") == seen(value)
        elif isinstance(value, bool):
            assert cell.value == "yes"
        else:
            assert cell.value == pytest.approx(float(value), rel=1e-14)
