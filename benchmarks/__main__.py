"""`python -m benchmarks`: measure the goals of docs/performance.md, each beside its limit.

Only servers that are started here are loaded, on the loopback address, for a bounded time.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from benchmarks import autosaving, comparing, crowd, exporting, growing, memory, pages, radar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.measuring import Goal

PARTS: dict[str, Callable[[int], Iterator[Goal]]] = {
    "pages": pages.run,
    "autosaving": autosaving.run,
    "crowd": crowd.run,
    "growing": growing.run,
    "radar": radar.run,
    "memory": memory.run,
    "comparing": comparing.run,
    "exporting": exporting.run,
}


def main() -> int:
    """Measure what is named, or everything; with --check a missed limit is a failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--turns", type=int, default=5, help="of ours and the floor (default 5)")
    parser.add_argument("--check", action="store_true", help="fail where a limit is missed")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    missed = 0
    for part in asked.parts or PARTS:
        for goal in PARTS[part](asked.turns):
            print(goal, flush=True)
            missed += not goal.met
    return 1 if asked.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
