"""A YAML file as a tree that remembers the line and the exact digits of everything in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, SequenceNode

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a file: its line (the first is 1), its place in the document, the reason."""

    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        """Word the mistake as one line."""
        place = f"{self.where}: " if self.where else ""
        return f"line {self.line}: {place}{self.reason}"


class FrameworkMistakes(Exception):  # noqa: N818 - it is the list of mistakes, not one error
    """A file that cannot be used, with all its mistakes."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class NotANumber:
    """A scalar that YAML takes for a number and we do not: infinity, hexadecimal, underscores."""

    text: str


Scalar = str | Decimal | bool | NotANumber | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line on which it, or the key before it, stands."""

    line: int
    value: Scalar | list[Node] | dict[str, Node]


class WithoutAliases(Composer):
    """Refuses aliases: a few lines of them can stand for millions."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Make the next node, unless it only points at another."""
        if self.parser.check_event(AliasEvent):
            place = self.parser.peek_event().start_mark
            raise ComposerError(problem="write it out, an alias has no place", problem_mark=place)
        return super().compose_node(parent, index)


def read_document(path: Path) -> tuple[Node, list[Mistake]]:
    """Read a file; doubled keys come back as mistakes, the first of each pair being kept.

    Raises FrameworkMistakes if the file is no readable YAML at all.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        mistakes: list[Mistake] = []
        reader = YAML(typ="safe", pure=True)
        reader.Composer = WithoutAliases
        return _node(reader.compose(text), "", mistakes), mistakes
    except OSError as error:
        raise FrameworkMistakes([Mistake(1, "", f"cannot be read: {error.strerror}")]) from error
    except UnicodeDecodeError as error:
        raise FrameworkMistakes([Mistake(1, "", "is not UTF-8")]) from error
    except YAMLError as error:
        raise FrameworkMistakes([_broken(error)]) from error
    except RecursionError as error:
        raise FrameworkMistakes([Mistake(1, "", "is nested without end")]) from error


def plain(node: Node) -> Any:
    """Give the tree as dictionaries, lists, texts and numbers, ready for JSON."""
    match node.value:
        case dict() as mapping:
            return {key: plain(child) for key, child in mapping.items()}
        case list() as items:
            return [plain(item) for item in items]
        case Decimal() as number:
            return int(number) if number == number.to_integral_value() else float(number)
        case scalar:
            return scalar


def _broken(error: YAMLError) -> Mistake:
    """Say where the YAML itself is broken."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
    return Mistake(mark.line + 1 if mark else 1, "", f"is not valid YAML: {problem}")


def _node(raw: Any, where: str, mistakes: list[Mistake], line: int | None = None) -> Node:
    """Turn one composed node of the YAML library into ours."""
    line = line or (raw.start_mark.line + 1 if raw else 1)
    match raw:
        case None:
            return Node(line, None)
        case MappingNode():
            return Node(line, _mapping(raw, where, mistakes))
        case SequenceNode():
            children = enumerate(raw.value)
            return Node(line, [_node(c, f"{where}.{i}".lstrip("."), mistakes) for i, c in children])
        case _:
            return Node(line, _scalar(raw))


def _mapping(raw: Any, where: str, mistakes: list[Mistake]) -> dict[str, Node]:
    """Read the keys of a mapping, noting the doubled ones."""
    found: dict[str, Node] = {}
    for key, child in raw.value:
        name, line = str(key.value), key.start_mark.line + 1
        place = f"{where}.{name}".lstrip(".")
        if name in found:
            mistakes.append(Mistake(line, place, "this key stands here twice"))
        else:
            found[name] = _node(child, place, mistakes, line)
    return found


def _scalar(raw: Any) -> Scalar:
    """Read a scalar: text, number, yes or no, or nothing."""
    text: str = raw.value
    match str(raw.tag).rpartition(":")[2]:
        case "int" | "float":
            return Decimal(text) if NUMBER.fullmatch(text) else NotANumber(text)
        case "bool":
            return text.lower() == "true"
        case "null":
            return None
        case _:
            return text
