"""`python tests/architecture/proportions.py`: how long modules and functions are, to compare."""

# ruff: noqa: T201  # it is a report

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

PACKAGE = Path(__file__).parents[2] / "lcassess"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def main() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    modules = {path: len(text.splitlines()) for path, text in sources.items() if text.strip()}
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for text in sources.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, FUNCTIONS)
    ]
    print(f"{len(modules)} modules: {_summary(list(modules.values()))}")
    print(f"{len(functions)} functions: {_summary(functions)}")
    for path in sorted(modules, key=lambda path: -modules[path])[:10]:
        print(f"{modules[path]:5} {path.relative_to(PACKAGE)}")


def _summary(lines: list[int]) -> str:
    tenth = quantiles(lines, n=10)[-1]
    return f"median {median(lines):.0f} lines, nine of ten up to {tenth:.0f}, longest {max(lines)}"


if __name__ == "__main__":
    main()
