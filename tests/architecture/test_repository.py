"""What lies in the repository is the project and nothing of the machine that it was made on."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "a path of a machine": r"(?<![\w.])/(home|Users|root|work)/\w",
    "a package index": r"--(extra-)?index[-]url|://[\w.-]*(pyp[i]|npmj[s])[\w-]*\.",
    "a private address": r"://(10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d{1,3}){2,3}\b(?!\.)",
    "a key": r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{30}",
}
LARGEST = 1_500_000
HERE = Path(__file__).relative_to(ROOT)


@pytest.fixture(scope="module")
def files():
    """Every file that git keeps or would keep."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = [Path(name) for name in listed.split("\0") if name]
    return [name for name in names if (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nothing_of_a_machine_is_in_it(files, what):
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for name in files:
        if name == HERE:
            continue
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_no_file_is_very_large(files):
    assert [name for name in files if (ROOT / name).stat().st_size > LARGEST] == []


def test_nothing_that_is_made_while_running_is_kept(files):
    made = {"instance", "build", ".venv", "__pycache__"}
    assert [name for name in files if made & set(name.parts) or name.suffix in {".mo", ".db"}] == []


def test_nothing_is_called_by_a_name_that_says_nothing(files):
    empty = {"common", "helpers", "utils", "core", "base", "manager", "misc", "lib", "libs"}
    allowed = {Path("lcassess/storage/tables/base.py")}
    package = [name for name in files if name.parts[0] == "lcassess" and name.suffix == ".py"]
    named = {name: {name.stem, *name.parent.parts} for name in package}
    assert [name for name, words in named.items() if words & empty and name not in allowed] == []
