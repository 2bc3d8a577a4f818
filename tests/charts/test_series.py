from hypothesis import given
from hypothesis import strategies as st

from lcassess.charts.series import wrapped


@given(st.text(alphabet=st.characters(codec="latin-1", categories=("L", "Zs")), min_size=1))
def test_wrapping_loses_no_word(name):
    assert " ".join(wrapped(name)).split() == name.split()


def test_lines_fit_beside_the_radar():
    assert wrapped("Families, communities") == ("Families,", "communities")
    assert wrapped("Workplace") == ("Workplace",)
    assert all(len(line) <= 7 for line in wrapped("包容性教育系统中的学习"))
