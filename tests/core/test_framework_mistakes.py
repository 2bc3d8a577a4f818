from __future__ import annotations

from pathlib import Path

import pytest

from lcassess.framework.catalogue import FrameworkMistakes, check, read

MINI = Path(__file__).with_name("mini-edition.yaml").read_text("utf-8")

# What stands in the mini edition; what stands there instead; a piece of the line that must be
# named; a piece of the reason.
BROKEN = [
    # keys
    ("name: Literacy", "nmae: Literacy", "nmae", "the key nmae is not known here"),
    ("name: Literacy", "nmae: Literacy", "id: literacy", "the key name is missing"),
    ("title: A small framework\n", "", "edition", "the key title is missing"),
    ("title: A small", "colour: red\ntitle: A small", "colour", "not known here"),
    ("unit: USD", "unit: USD\n                unit: EUR", "unit: EUR", "stands here twice"),
    ("overall_of: areas", "overal_of: areas", "overal_of", "not known here"),
    ("log_shift: 0.5", "logshift: 0.5", "logshift", "not known here"),
    ("{id: next-steps, name", "{id: next-steps, label", "texts:", "the key name is missing"),
    # kinds of value
    ('edition: "mini"', "edition: 2026", "edition", "put it in quotes"),
    ('code: "1.1"', "code: 1.1", "code: 1.1", "put it in quotes"),
    ("name: People", "name: ''", "name: ''", "is empty"),
    ("name: People", "name:", "name:", "is empty"),
    ("name: People", "name: true", "name: true", "put it in quotes"),
    ("name: People", "name: [a]", "name: [a]", "a text is expected"),
    ("kind: rate", "kind: ratio", "kind: ratio", "one of share, rate, number, level, shares"),
    ("basis: normative", "basis: norm", "basis: norm", "one of normative, evidence, untested"),
    ("with_reason", "sometimes", "sometimes", "one of never, with_reason"),
    ("scored: false", "scored: no", "scored: no", "true or false"),
    ("weight: 2", "weight: heavy", "weight", "a number in plain digits"),
    ("weight: 2", "weight: .inf", "weight", "a number in plain digits"),
    ("weight: 2", "weight: 1_000", "weight", "a number in plain digits"),
    ("weight: 2", "weight: true", "weight", "a number in plain digits"),
    ("weight: 2", "weight: 1.0000000000000001", "weight", "at most 15 significant digits"),
    ("weight: 2", "weight: 1e99", "weight", "at most 15 significant digits"),
    ("weight: 2", "weight: 0", "weight", "a weight is above 0"),
    ("weight: 2", "weight: -1", "weight", "a weight is above 0"),
    ("words: 200", "words: 0", "words", "a whole number above 0"),
    ("words: 200", "words: 1.5", "words", "a whole number above 0"),
    ("texts: [{id: next-steps, name: Next steps, words: 200}]", "texts: none", "texts", "a list"),
    ("breakdowns: [sex, age]", "breakdowns: sex", "breakdowns", "a list"),
    ("[sex, age]", "[sex, height]", "height", "one of sex, age, disability"),
    # bounds
    ("bounds: [0, 5000]\n                ", "", "id: places", "the key bounds is missing"),
    ("bounds: [0, 5000]", "bounds: [5000, 0]", "[5000, 0]", "the lower number comes first"),
    ("bounds: [0, 5000]", "bounds: [50, 50]", "[50, 50]", "the two differ"),
    ("bounds: [0, 5000]", "bounds: 5000", "bounds: 5000", "two numbers"),
    ("bounds: [0, 5000]", "bounds: [0, 1, 5000]", "[0, 1, 5000]", "two numbers"),
    ("bounds: [0, 5000]", "bounds: [0, many]", "many", "a number in plain digits"),
    ("expected: [40, 99]", "expected: [40, 101]", "[40, 101]", "inside the bounds"),
    ("kind: level", "kind: level\n                bounds: [1, 5]", "[1, 5]", "are 0 and 4"),
    ("kind: shares", "kind: shares\n                bounds: [0, 1]", "[0, 1]", "are 0 and 100"),
    # per
    ("per: 100\n", "per: 1000\n", "per: 1000", "per is 100 for the kind share"),
    ("per: 100000", "per: 1000", "per: 1000", "per is 100000 for the kind rate"),
    ("unit: USD", "unit: USD\n                per: 2", "per: 2", "per is 1 for the kind number"),
    ("kind: level", "kind: level\n                per: 1", "per: 1\n", "the kind level has no per"),
    ("kind: shares", "kind: shares\n                per: 100",
     'per: 100\n                unit: "%"\n                parts', "the kind shares has no per"),
    # goalposts
    ("goalposts: {worst: 60, best: 100}\n                ", "", "id: literacy", "is missing"),
    ("worst: 60, best: 100", "worst: 60", "worst: 60", "the key best is missing"),
    ("worst: 60, best: 100", "worst: 60, best: 60", "best: 60", "worst and best are equal"),
    ("worst: 60, best: 100", "worst: 60, best: 60.0", "60.0", "worst and best are equal"),
    ("worst: 60, best: 100", "worst: 60, best: 101", "101", "inside the bounds"),
    ("worst: 60, best: 100", "worst: -1, best: 100", "worst: -1", "inside the bounds"),
    ("worst: 60, best: 100", "worst: 60, best: [90, 95]", "[90, 95]", "go together"),
    ("best: 100}", "best: 100, worst_above: 100}", "worst_above: 100", "go together"),
    ("best: [45, 55], w", "best: 50, w", "best: 50, w", "go together"),
    ("best: [45, 55]", "best: [55, 45]", "[55, 45]", "the order is worst, best from"),
    ("best: [45, 55]", "best: [5, 55]", "[5, 55]", "the order is worst, best from"),
    ("worst_above: 95", "worst_above: 55", "above: 55", "the order is worst, best from"),
    ("worst_above: 95", "worst_above: 101", "above: 101", "inside the bounds"),
    ("best: [45, 55]", "best: [45]", "[45]", "one best value or a pair"),
    ("best: [45, 55]", "best: [45, x]", "[45, x]", "a number in plain digits"),
    ("worst: 1, best: 50, log_shift: 0.5", "worst: 0, best: 50, log_shift: 0", "log", "above 0"),
    ("log_shift: 0.5", "log_shift: -1", "log_shift", "the logarithm needs"),
    ("worst_above: 95", "worst_above: 95, log_shift: -5", "log_shift: -5", "the logarithm needs"),
    ("scored: false", "goalposts: {worst: 1, best: 2}\n                scored: false",
     "{worst: 1, best: 2}", "an indicator that is not scored has no goalposts"),
    ("kind: level", "kind: level\n                goalposts: {worst: 0, best: 4}",
     "worst: 0", "the kind level has no goalposts"),
    ("kind: shares", "kind: shares\n                goalposts: {worst: 0, best: 4}",
     "worst: 0", "the kind shares has no goalposts"),
    ("goalposts: {worst: 60, best: 100}", "goalposts: 60", "goalposts: 60", "a mapping of keys"),
    ("scored: false", "scored: true", "id: wealth", "the key goalposts is missing"),
    # levels, shares, labels
    ("                  - {description: Evaluated., evidence: The evaluation.}\n", "",
     "levels:", "five levels"),
    ("evidence: A budget.", "proof: A budget.", "proof", "the key evidence is missing"),
    ("unit: USD", "unit: USD\n                levels: []", "levels: []", "has no levels"),
    ("parts: [primary, other]\n                ", "", "id: spending", "the key parts is missing"),
    ("parts: [primary, other]", "parts: []", "parts: []", "at least one item"),
    ("parts: [primary, other]", "parts: [primary, primary, other]", "primary, primary",
     "the part primary stands here twice"),
    ("parts: [primary, other]", "parts: [primary, other, In School]", "In School", "lower-case"),
    ("parts: [primary, other]", "parts: [primary]", "part_names", "the key other is not known"),
    ("unit: USD", "unit: USD\n                parts: [a]", "parts: [a]", "has no parts"),
    ("unit: USD", "unit: USD\n                numerator_label: Money", "Money", "only an"),
    # ids and codes
    ("id: places", "id: literacy", "id: literacy\n                code: 1.1.1b", "already"),
    ("code: 1.1.1b", "code: 1.1.1a", "code: 1.1.1a\n                name: Learning", "already"),
    ("id: places", "id: Learning places", "id: Learning", "lower-case letters"),
    ("id: places", "id: learning--places", "id: learning", "single hyphens"),
    ("id: places", "id: lieux-préférés", "id: lieux", "lower-case letters"),
    ("id: places", "id: places-value", "id: places", "ends in -value"),
    ("id: places", "id: places-numerator-reading", "id: places", "ends in -reading"),
    ("id: places", "id: data", "id: data", "taken by the forms"),
    ("id: places", "id: errors", "id: errors", "taken by the forms"),
    ("id: places", "id: skills-next-steps", "texts:", "is taken on line 31 already"),
    ("id: next-steps", "id: my-note", "texts:", "ends in -note"),
    ("id: next-steps", "id: My steps", "texts:", "lower-case letters"),
    ("id: people", "id: People", "id: People", "lower-case letters"),
    ('code: "1.1"', 'code: "1/1"', "1/1", "stands in addresses"),
    ('code: "1.1"', "code: results", "code: results", "stands in addresses"),
    ('code: "1.1"', "code: A1", "code: A1", "stands in addresses"),
    # scoring
    ("coverage: {feature: 0.5, focus_area: 0.5, area: 0.65, overall: 0.65, ranked: 0.8}",
     "coverage: 0.5", "coverage", "a mapping of keys"),
    ("overall_of: areas", "overall_of: features", "overall_of", "one of focus_areas, areas"),
    ("ranked: 0.8", "ranked: 80", "coverage", "between 0 and 1"),
    ("ranked: 0.8", "ranked: -0.1", "coverage", "between 0 and 1"),
    ("overall: 0}", "overall: flat}", "flat", "a number in plain digits"),
    ("[0, 25, 50, 75, 100]", "[0, 25, 50, 75]", "level_points", "five numbers"),
    ("[0, 25, 50, 75, 100]", "[0, 50, 25, 75, 100]", "level_points", "none below the one before"),
    ("[0, 25, 50, 75, 100]", "[0, 25, 50, 75, 101]", "level_points", "from 0 to 100"),
    ("[0, 25, 50, 75, 100]", "[-1, 25, 50, 75, 100]", "level_points", "from 0 to 100"),
    ("level_points: [0, 25, 50, 75, 100]", "level_points: 25", "level_points", "five numbers"),
]  # fmt: skip


def checked(tmp_path, text):
    path = tmp_path / "edition.yaml"
    path.write_text(text, encoding="utf-8")
    return check(path)


def test_the_mini_edition_itself_has_no_mistake(tmp_path):
    assert checked(tmp_path, MINI) == []


@pytest.mark.parametrize(("old", "new", "spot", "reason"), BROKEN)
def test_each_rule_is_told_with_line_and_reason(tmp_path, old, new, spot, reason):
    assert old in MINI
    text = MINI.replace(old, new, 1)
    mistakes = checked(tmp_path, text)
    line = text[: text.index(spot)].count("\n") + 1
    assert [m for m in mistakes if m.line == line and reason in m.reason], list(map(str, mistakes))


@pytest.mark.parametrize(
    "key", ["areas", "focus_areas", "features", "indicators", "id", "code", "kind"]
)
def test_no_key_of_the_structure_may_be_missing(tmp_path, key):
    mistakes = checked(tmp_path, MINI.replace(f"{key}:", f"un{key}:", 1))
    assert f"the key {key} is missing" in {m.reason for m in mistakes}


@pytest.mark.parametrize("key", ["areas", "focus_areas", "features", "indicators"])
def test_no_list_of_the_structure_may_be_empty(tmp_path, key):
    head = MINI[: MINI.index(f"{key}:")]
    mistakes = checked(tmp_path, f"{head}{key}: []\n")
    assert "a list with at least one item is expected here" in {m.reason for m in mistakes}


def test_scoring_is_a_mapping(tmp_path):
    mistakes = checked(tmp_path, MINI[: MINI.index("scoring:")] + "scoring: [1]\n")
    assert [m.reason for m in mistakes] == ["a mapping of keys is expected here"]


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(tmp_path):
    text = (
        MINI.replace("kind: rate", "kind: ratio")
        .replace("weight: 2", "weight: 0")
        .replace("worst: 60", "worst: 100")
        .replace("ranked: 0.8", "ranked: 8")
    )
    mistakes = checked(tmp_path, text)
    assert [m.line for m in mistakes] == [11, 26, 34, 73]
    assert str(mistakes[0]) == "line 11: areas.0.focus_areas.0.weight: a weight is above 0"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "a mapping of keys"),
        ("- a", 1, "a mapping of keys"),
        ("edition: [", 1, "is not valid YAML"),
        ('edition: "a"\n\ttitle: x', 2, "is not valid YAML"),
        ("a: 1\n---\nb: 2", 2, "is not valid YAML"),
        ("&a [*a]", 1, "write it out, an alias has no place"),
        pytest.param("[" * 9_999, 1, "nested without end", id="deep"),
    ],
)
def test_a_file_that_is_no_edition_at_all_is_told(tmp_path, text, line, reason):
    mistakes = checked(tmp_path, text)
    assert any(m.line == line and reason in m.reason for m in mistakes), mistakes


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    assert "cannot be read" in str(check(tmp_path / "none.yaml")[0])
    (tmp_path / "latin.yaml").write_bytes("title: é".encode("latin-1"))
    assert "is not UTF-8" in str(check(tmp_path / "latin.yaml")[0])


def test_reading_raises_the_same_mistakes(tmp_path):
    path = tmp_path / "edition.yaml"
    path.write_text(MINI.replace("kind: rate", "kind: ratio"), encoding="utf-8")
    with pytest.raises(FrameworkMistakes) as raised:
        read(path)
    assert raised.value.mistakes == check(path)
    assert str(raised.value).startswith("line 34: areas.0")
