from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lcassess.cli.framework import framework_group
from lcassess.framework.catalogue import load, read

MINI = Path(__file__).parents[1] / "core" / "mini-edition.yaml"


def run(*arguments):
    return CliRunner().invoke(framework_group, [str(a) for a in arguments])


def test_the_shipped_edition_passes():
    assert run("check").exit_code == 0


def test_a_sound_file_passes():
    assert run("check", MINI).exit_code == 0


def test_every_mistake_is_one_line_and_the_command_fails(tmp_path):
    path = tmp_path / "edition.yaml"
    text = MINI.read_text("utf-8").replace("worst: 60", "worst: 100")
    path.write_text(text.replace("weight: 2", "weight: 0"), encoding="utf-8")
    result = run("check", path)
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.output.splitlines()] == ["line 11", "line 26"]


def test_a_file_that_is_not_there_fails_with_a_line(tmp_path):
    result = run("check", tmp_path / "none.yaml")
    assert result.exit_code == 1
    assert "cannot be read" in result.output


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_shown_is_again_an_edition(tmp_path, language):
    result = run("show", "--edition", "2026", "--language", language, "--format", "json")
    assert result.exit_code == 0
    path = tmp_path / "shown.json"
    path.write_text(result.output, encoding="utf-8")
    again = read(path)
    assert list(again.indicators) == list(load().indicators)
    if language == "en":
        assert again.areas == load().areas


def test_numbers_are_shown_as_they_are_written():
    shown = json.loads(run("show").output)
    first = shown["areas"][0]["focus_areas"][0]["features"][0]["indicators"][0]
    assert first["goalposts"] == {"worst": 60, "best": 100}
    assert shown["scoring"]["coverage"]["area"] == 0.65


def test_an_unknown_edition_is_refused():
    assert run("show", "--edition", "1999").exit_code == 2
