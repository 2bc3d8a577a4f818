"""What a server carries along: no library that only a command or a written file needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ONLY_FOR_COMMANDS = ("alembic", "mako", "pygments")
NEVER_IN_PYTHON = ("plotly",)


@pytest.fixture(scope="module")
def carried():
    """The names of all modules that a server process has imported when it is ready."""
    ready = (
        "import sys\n"
        "from config import Config\n"
        "from lcassess.app import create_app\n"
        "from lcassess.web.readiness import prepare\n"
        "prepare(create_app(Config({'LCASSESS_ENV': 'production'})))\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", ready], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_modules_of_a_server_are_known(carried):
    assert {"lcassess", "flask", "sqlalchemy"} <= carried


@pytest.mark.parametrize("library", [*ONLY_FOR_COMMANDS, *NEVER_IN_PYTHON])
def test_a_server_does_not_carry(carried, library):
    assert library not in carried
