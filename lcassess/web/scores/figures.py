"""A score as it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from lcassess.web.scores.numbers import whole

if TYPE_CHECKING:
    from lcassess.scoring.profile import Node


@dataclass(frozen=True, slots=True)
class Figure:
    """A score as it is written: the number, or a chip that says why there is none, or both."""

    text: str = ""
    chip: str = ""

    @classmethod
    def of(cls, node: Node | None) -> Figure:
        """Write a score; a partial one says so."""
        if node is None or node.coverage is None:
            return cls(chip=_("does not apply"))
        if node.published:
            return cls(whole(node.score))
        if node.score is None:
            return cls(chip=_("not published"))
        return cls(whole(node.score), _("partial, not published"))
