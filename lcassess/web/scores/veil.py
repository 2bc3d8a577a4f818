"""Who sees a partial score: the city and UIL; to everyone else it is only "not published"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lcassess.scoring.profile import Inclusion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcassess.scoring.profile import Node, Profile


def shown(profile: Profile, *, partial: bool) -> Profile:
    """Give the scores as a person may see them; `partial` tells whether also unpublished ones."""
    return profile if partial else _veiled(profile)


def _veiled(profile: Profile) -> Profile:
    inclusion = profile.inclusion
    return replace(
        profile,
        overall=_node(profile.overall),
        areas=_nodes(profile.areas),
        focus_areas=_nodes(profile.focus_areas),
        features=_nodes(profile.features),
        inclusion=inclusion and Inclusion(_node(inclusion.overall), _nodes(inclusion.focus_areas)),
    )


def _nodes(nodes: Mapping[str, Node]) -> dict[str, Node]:
    return {name: _node(node) for name, node in nodes.items()}


def _node(node: Node) -> Node:
    if node.published:
        return node
    return replace(node, score=None, lower_bound=None, upper_bound=None)
