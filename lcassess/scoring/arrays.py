"""The two kinds of arrays that scores are made of."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Item = TypeVar("Item", np.float64, np.bool_)


def columns(rows: NDArray[Item]) -> NDArray[Item]:
    """Turn (cities, indicators) into (indicators, cities), each row in one piece of memory."""
    return np.ascontiguousarray(rows.T)
