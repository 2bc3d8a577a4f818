"""The editions: read from their files, checked, and given in a language."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcassess.framework.checks import check_names
from lcassess.framework.completeness import check_locale, check_texts
from lcassess.framework.documents import FrameworkMistakes, Mistake, Node, plain, read_document
from lcassess.framework.places import Place
from lcassess.framework.structure import read_framework
from lcassess.framework.translation import translated

if TYPE_CHECKING:
    from lcassess.framework.model import Framework

__all__ = [
    "CURRENT_EDITION",
    "EDITIONS",
    "LANGUAGES_SHIPPED",
    "FrameworkMistakes",
    "Mistake",
    "check",
    "edition_file",
    "in_language",
    "load",
    "read",
    "shown",
]

FOLDER = Path(__file__).parent / "editions"
EDITIONS = sorted(
    folder.name for folder in FOLDER.iterdir() if (folder / "framework.yaml").exists()
)
CURRENT_EDITION = "2026"  # what pages show, and what stands where nothing else is asked for
ENGLISH = "en"
LANGUAGES_SHIPPED = ("ar", "es", "fr")


def edition_file(edition: str) -> Path:
    """Tell where the file of a shipped edition lies."""
    return FOLDER / edition / "framework.yaml"


def read(path: Path) -> Framework:
    """Read an edition from a file; raises FrameworkMistakes with every mistake in it."""
    document, mistakes = read_document(path)
    return _understood(document, mistakes)


def check(path: Path, *, shipped: bool = False) -> list[Mistake]:
    """List every mistake of an edition; a shipped one must also be complete in every language."""
    try:
        document, mistakes = read_document(path)
    except FrameworkMistakes as error:
        return error.mistakes
    root = Place(document, "", mistakes)
    read_framework(root)
    check_names(root)
    if not shipped:
        return sorted(mistakes)
    check_texts(root)
    locales = [m for language in LANGUAGES_SHIPPED for m in _check(root, path, language)]
    return sorted({*mistakes}) + locales


def _check(root: Place, path: Path, language: str) -> list[Mistake]:
    """List every mistake of the locale of a language."""
    try:
        document, mistakes = read_document(path.parent / "locales" / f"{language}.yaml")
    except FrameworkMistakes as error:
        return [replace(mistake, where=f"locale {language}") for mistake in error.mistakes]
    check_locale(Place(root.node, "", []), Place(document, language, mistakes), language)
    return sorted(mistakes)


def load(edition: str = CURRENT_EDITION) -> Framework:
    """Give a shipped edition in English."""
    return _shipped(edition, ENGLISH)


def in_language(framework: Framework, language: str) -> Framework:
    """Give a shipped edition in a language; what is not translated stays English."""
    if language == framework.language or framework.edition not in EDITIONS:
        return framework
    return _shipped(framework.edition, language)


@cache
def _shipped(edition: str, language: str) -> Framework:
    """Read a shipped edition in a language, once."""
    return _understood(_in_language(edition, language), [], language)


def shown(edition: str = CURRENT_EDITION, language: str = ENGLISH) -> Any:
    """Give a shipped edition as plain data, in the structure of its file."""
    return plain(_in_language(edition, language))


def _understood(document: Node, mistakes: list[Mistake], language: str = ENGLISH) -> Framework:
    """Make typed objects of a document, or raise with all that is wrong in it."""
    root = Place(document, "", mistakes)
    framework = read_framework(root, language)
    check_names(root)
    if mistakes:
        raise FrameworkMistakes(sorted(mistakes))
    return framework


@cache
def _in_language(edition: str, language: str) -> Node:
    """Put the texts of a language into a shipped edition, where it has any."""
    if language == ENGLISH:
        return _sound(edition_file(edition))
    english, path = (
        _in_language(edition, ENGLISH),
        FOLDER / edition / "locales" / f"{language}.yaml",
    )
    return translated(english, _sound(path)) if path.exists() else english


def _sound(path: Path) -> Node:
    """Read a file that we ship, in which no key stands twice."""
    document, mistakes = read_document(path)
    if mistakes:
        raise FrameworkMistakes(mistakes)
    return document
