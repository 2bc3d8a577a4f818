import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcassess.exports.csv_file import write_csv
from lcassess.exports.table import CellKind, Column, Table, value_of
from tests.exports.payloads import FORMULAS, HARD

FLAGS = (True, False)
texts = st.text(st.characters(exclude_categories=["Cs"]))


def written(*values):
    target = io.BytesIO()
    rows = ([value_of(value), "end"] for value in values)
    write_csv(Table("t", "T", (Column("a", "Any", CellKind.TEXT), Column("b", "B")), rows), target)
    return target.getvalue()


def column(*values):
    text = written(*values).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["a", "b"]
    assert all(row[1:] == ["end"] for row in rows)
    return [row[0] for row in rows]


@given(st.lists(texts))
def test_texts_come_back_after_the_guard(values):
    back = column(*values)
    for text, cell in zip(values, back, strict=True):
        assert cell in {text, f"'{text}"}


@given(st.sampled_from("=+-@\t\r\n\x00＝＋－＠"), texts)
def test_what_looks_like_a_formula_is_guarded(first, rest):
    assert column(first + rest) == [f"'{first}{rest}"]


@pytest.mark.parametrize("payload", FORMULAS)
def test_every_payload_is_guarded(payload):
    assert column(payload) == [f"'{payload}"]


@pytest.mark.parametrize("text", ["a=1", "3 of 4", "", "1.1", "e-mail", "'quoted"])
def test_plain_text_is_left_alone(text):
    assert column(text) == [text]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_every_digit_and_their_sign(number):
    assert [float(cell) for cell in column(number)] == [number]


@given(st.decimals(-(10**9), 10**9, places=5))
def test_decimals_keep_every_digit(number):
    assert [Decimal(cell) for cell in column(number)] == [number]


def test_negative_numbers_stay_numbers():
    assert column(-3.5, Decimal(-5), -1) == ["-3.5", "-5", "-1"]


def test_flags_are_words_and_blanks_are_empty():
    assert column(*FLAGS, None, 0) == ["yes", "no", "", "0"]


def test_the_file_is_utf8_with_a_mark_for_excel():
    data = written("العربية")
    assert data.startswith(b"\xef\xbb\xbfa,b\r\n")
    assert data.endswith("العربية,end\r\n".encode())


def test_the_target_stays_open():
    target = io.BytesIO()
    write_csv(Table("t", "T", (Column("a", "A"),), [["x"]]), target)
    assert not target.closed


def test_libreoffice_runs_nothing(office, tmp_path):
    path = tmp_path / "payloads.csv"
    path.write_bytes(written(*FORMULAS, -3.5, Decimal(-5), *HARD))
    (rows,) = office.read(path).values()
    assert [cell.formula for row in rows for cell in row if cell.formula] == []
    first = [row[0].value for row in rows[1:]]
    for payload, value in zip(FORMULAS, first, strict=False):
        assert isinstance(value, str)
        assert value.split() == f"'{payload}".replace("\x00", "").split(), repr(payload)
    assert first[len(FORMULAS) : len(FORMULAS) + 2] == [-3.5, -5]


def test_libreoffice_would_have_run_them(office, tmp_path):
    path = tmp_path / "unguarded.csv"
    path.write_text('a\n"=1+1"\n', "utf-8")
    (rows,) = office.read(path).values()
    assert rows[1][0].formula
