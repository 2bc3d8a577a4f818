"""Asking for some of many names, by statements that are put together once for each number of them.

SQLAlchemy writes a list of values into its statement anew each time, which takes longer than the
database needs to answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, false, or_

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from sqlalchemy import ColumnElement


def one_of(column: Any, count: int) -> ColumnElement[bool]:
    """Say that a column is one of so many names."""
    return or_(false(), *(column == bindparam(f"name_{number}") for number in range(count)))


def numbered(names: Collection[str]) -> dict[str, str]:
    """Give the names to a statement."""
    return {f"name_{number}": name for number, name in enumerate(names)}
