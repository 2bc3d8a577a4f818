"""The engine reproduces the Human Development Index and the Gender Development Index of UNDP."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from lcassess.scoring.scores import score_values
from tests.core.scoring_frameworks import area, document, feature, focus_area, framework_of

FOLDER = Path(__file__).parents[2] / "../shared/oracle/undp"
WIDE = ["0", "999999999999999"]

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the oracle (../shared/oracle/undp) is not beside the project"
)


def rows_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def dimension(name, **goalposts):
    leaves = (
        {"id": leaf, "kind": "number", "bounds": WIDE, "goalposts": posts}
        for leaf, posts in goalposts.items()
    )
    return focus_area(name, feature(f"of-{name}", *leaves))


def human_development(life_from="20", life_to="85"):
    """Make the index: arithmetic inside education, geometric across the three dimensions."""
    return framework_of(
        document(
            area(
                "human-development",
                dimension("health", le={"worst": life_from, "best": life_to}),
                dimension(
                    "education", eys={"worst": "0", "best": "18"}, mys={"worst": "0", "best": "15"}
                ),
                dimension("income", gni={"worst": "100", "best": "75000", "log_shift": "0"}),
            ),
            mean={"overall": 0},
        )
    )


def indexes(framework, rows, columns):
    values = np.array([[float(row[column]) for column in columns] for row in rows])
    scores = score_values(framework, values, np.zeros(values.shape, dtype=bool))
    return scores.overall[:, 0] / 100


def test_human_development_index():
    rows = rows_of("hdi_1990_2022")
    found = indexes(human_development(), rows, ["le", "eys", "mys", "gnipc"])
    wrong = [
        (row["iso3"], row["year"])
        for row, index in zip(rows, found, strict=True)
        if round(float(index), 3) != float(row["hdi"])
    ]
    assert len(rows) == 1921
    assert wrong == []


def test_gender_development_index():
    rows = [row for row in rows_of("gdi_ihdi_gii_2022") if row["gdi_2022"]]
    women = indexes(human_development("22.5", "87.5"), rows, columns("f"))
    men = indexes(human_development("17.5", "82.5"), rows, columns("m"))
    np.testing.assert_allclose(women, [float(r["hdi_f_2022"]) for r in rows], rtol=0, atol=1e-6)
    np.testing.assert_allclose(men, [float(r["hdi_m_2022"]) for r in rows], rtol=0, atol=1e-6)
    parity = [round(float(f / m), 3) for f, m in zip(women, men, strict=True)]
    assert len(rows) == 193
    assert parity == [float(row["gdi_2022"]) for row in rows]


def columns(sex):
    return [f"{name}_{sex}_2022" for name in ("le", "eys", "mys", "gni_pc")]
