"""How templates find what all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask.templating import Environment

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class OneDictionary(Environment):
    """Give each template its globals as one dictionary, made when the template is loaded.

    Jinja's chain of two is looked through key by key in Python, for every import and every page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Put the globals of all templates and those of one together."""
        return {**self.globals, **(d or {})}
