"""The documents are true: their blocks run, what they name exists, and nothing is left out."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context

from config import Config, TestConfig
from lcassess.app import create_app
from lcassess.assessment.sheet import Grade, Mark, State, Territory
from lcassess.assessment.status import Move, Status
from lcassess.framework.model import Kind
from lcassess.network.membership import Role

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), ROOT / "NOTICE", *(ROOT / "docs").rglob("*.md")],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)
README, GLOSSARY, OPERATING = (
    (ROOT / name).read_text("utf-8")
    for name in ("README.md", "docs/glossary.md", "docs/operating.md")
)
PACKAGES = sorted(
    path.name for path in (ROOT / "lcassess").iterdir() if (path / "__init__.py").exists()
)
PAGES = sorted(path.parent.name for path in (ROOT / "lcassess" / "web").glob("*/__init__.py"))
MODULES = ["app", "extensions"]
WORDS = sorted(
    {
        str(word)
        for kind in (State, Grade, Territory, Mark, Status, Move, Kind, Role)
        for word in kind
    }
)
ENVIRONMENT = re.findall(r'environment\.get\("(\w+)"', (ROOT / "config.py").read_text("utf-8"))
SETTINGS = sorted(name for name in vars(Config({})) | vars(Config) if name.isupper())
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
# A path begins in the root, in docs or in the package; `lcassess/` is left out where it is clear.
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|toml|yaml|txt))`")
PLACES = [ROOT, ROOT / "docs", ROOT / "lcassess", ROOT / "tests"]
MADE_WHILE_RUNNING = {"instance/", "instance/outbox/", "build/static", ".venv/bin"}
FLASKS_OWN = {"run", "shell", "routes"}
LIBRARIES = ("db ", "limiter ")

by_path = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands(app):
    """Name every command of the application, groups and what is in them."""
    given = Context(app.cli)
    found = {name: app.cli.get_command(given, name) for name in app.cli.list_commands(given)}
    groups = {name: getattr(command, "commands", {}) for name, command in found.items()}
    return {*groups, *(f"{name} {each}" for name, found in groups.items() for each in found)}


@pytest.fixture
def known(tmp_path):
    return commands(create_app(TestConfig(tmp_path))) | FLASKS_OWN


def test_python_of_the_readme_runs():
    examples = doctest.DocTestParser().get_examples("\n".join(blocks(README, "python")))
    assert len(examples) > 5
    test = doctest.DocTest(examples, {}, "README.md", "README.md", 0, None)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_commands_of_the_readme_print_what_it_says(tmp_path):
    for name in ("wsgi.py", "config.py", "lcassess"):
        (tmp_path / name).symlink_to(ROOT / name)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    sessions = [line for block in blocks(README, "console") for line in block.splitlines()]
    assert sum(line.startswith("$ ") for line in sessions) > 3
    script = "set -e\n" + "\n".join(line[2:] for line in sessions if line.startswith("$ "))
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [line for line in sessions if not line.startswith("$ ")]


@by_path
def test_commands_that_are_named_exist(document, known):
    text = document.read_text("utf-8")
    named = re.findall(r"(?:`|/bin/|^\$ |^)flask ([a-z]+)(?: ([a-z]+))?", text, re.MULTILINE)
    groups = {name.split()[0] for name in known if " " in name}
    for first, second in named:
        assert (f"{first} {second}" if first in groups else first) in known


@by_path
def test_verbs_of_make_that_are_named_exist(document):
    named = re.findall(
        r"(?:`|^)(?:\w+=\S+ )*make ([a-z]+)", document.read_text("utf-8"), re.MULTILINE
    )
    assert set(named) <= set(TARGETS)


@by_path
def test_links_lead_somewhere(document):
    for link in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8")):
        if "://" not in link:
            assert (document.parent / link).exists(), link


@by_path
def test_files_that_are_named_exist(document):
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    for name in set(PATH.findall(text)) - MADE_WHILE_RUNNING:
        found = any((place / name).exists() for place in [*PLACES, document.parent])
        assert found or any((ROOT / "lcassess").rglob(name)), name


@pytest.mark.parametrize("name", [*PACKAGES, *PAGES, *MODULES])
def test_every_package_stands_in_the_map(name):
    assert f"`{name}/`" in README or f"`{name}.py`" in README


def test_every_command_is_in_the_operating_document(known):
    groups = {name.split()[0] for name in known if " " in name}
    ours = {name for name in known - groups - FLASKS_OWN if not name.startswith(LIBRARIES)}
    assert len(ours) > 5
    assert sorted(name for name in ours if f"flask {name}" not in OPERATING) == []


@pytest.mark.parametrize("name", [*ENVIRONMENT, *SETTINGS])
def test_every_setting_is_in_the_operating_document(name):
    assert f"`{name}`" in OPERATING


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_code_is_in_the_glossary(word):
    assert f"`{word}`" in GLOSSARY
