"""The invented network that pages of scores are tried on."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.web.network import Network, filled

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session


@pytest.fixture(scope="session")
def filled_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the invented network, made once."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    filled(empty_file, path)
    return path


@pytest.fixture
def filled_url(filled_file: Path, tmp_path: Path) -> str:
    """A copy of it for one test."""
    shutil.copy(filled_file, tmp_path / "test.db")
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def network(app: Flask, session: Session) -> Network:
    """The network behind the pages."""
    return Network(app, session)
