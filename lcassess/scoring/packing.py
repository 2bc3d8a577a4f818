"""A profile as bytes: little-endian float64 numbers in the layout's order, NaN for None.

The rank stays out: it belongs to a set of cities, not to the answers of one.
"""

from __future__ import annotations

from dataclasses import astuple
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from lcassess.scoring.layout import layout_of
from lcassess.scoring.profile import Capped, profile_at
from lcassess.scoring.recipe import Recipe
from lcassess.scoring.scores import Scores
from lcassess.scoring.tree import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lcassess.framework.model import Framework
    from lcassess.scoring.profile import Node, Profile

NUMBER = np.dtype("<f8")
_CAPPED: Mapping[Capped | None, float] = {None: 0.0, Capped.LOW: -1.0, Capped.HIGH: 1.0}


def pack(profile: Profile) -> bytes:
    """Write a profile without its rank; the same profile gives the same bytes."""
    numbers = [np.nan if number is None else float(number) for number in _numbers(profile)]
    return np.array(numbers, dtype=NUMBER).tobytes()


def pack_all(scores: Scores) -> list[bytes]:
    """Write the rows of a table, each as `pack` writes its profile."""
    return [row.tobytes() for row in scores.table.astype(NUMBER, copy=False)]


def unpack(framework: Framework, blob: bytes) -> Profile:
    """Read a profile written under the same recipe."""
    return profile_at(unpack_all(framework, [blob]), 0)


def unpack_all(framework: Framework, blobs: Sequence[bytes]) -> Scores:
    """Read many profiles written under the same recipe as one table."""
    tree = tree_of(Recipe.of(framework))
    table = np.frombuffer(b"".join(blobs), dtype=NUMBER)
    return Scores(tree, table.reshape(len(blobs), layout_of(tree).width))


def _numbers(profile: Profile) -> Iterator[float | None]:
    nodes: list[Node] = [profile.overall, *profile.focus_areas.values()]
    nodes += [*profile.areas.values(), *profile.features.values()]
    if profile.inclusion is not None:
        nodes += [profile.inclusion.overall, *profile.inclusion.focus_areas.values()]
    leaves = profile.indicators.values()
    yield from chain.from_iterable(map(astuple, nodes))
    yield from (leaf.points for leaf in leaves)
    yield from (leaf.contribution for leaf in leaves)
    yield from (None if leaf.points is None else _CAPPED[leaf.capped] for leaf in leaves)
    yield profile.ranked
