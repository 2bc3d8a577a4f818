"""Static files: each is known by a hash of what it holds, so browsers keep it for good.

`python -m lcassess.web.assets FOLDER` writes them compressed; without that they are sent plain.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
from flask import current_app
from whitenoise import WhiteNoise

from lcassess.web.headers import STATIC

if TYPE_CHECKING:
    from wsgiref.headers import Headers

    from flask import Flask

SOURCES = Path(__file__).parent / "static"
PREFIX = "/static/"


def sources() -> dict[str, Path]:
    """Find every static file by its plain name, Plotly's bundle included."""
    found = {path.name: path for path in SOURCES.iterdir() if path.is_file()}
    plotly = find_spec("plotly")  # found, not imported: that takes long
    if plotly and plotly.origin:
        found["plotly.min.js"] = Path(plotly.origin).parent / "package_data" / "plotly.min.js"
    return found


def hashed_name(path: Path) -> str:
    """Name a file by what it holds: `app.css` becomes `app.1f0c9a7b2d3e.css`."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"{path.stem}.{digest}{path.suffix}"


def build(folder: Path) -> None:
    """Write every static file under its hashed name, plain, gzip and brotli, where missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sources().values():
        target = folder / hashed_name(path)
        if not target.exists():
            _write_compressed(path.read_bytes(), target)


def init_app(app: Flask) -> None:
    """Serve the built files, or the sources where none are built; templates get `asset_url`."""
    names = {name: (hashed_name(path), path) for name, path in sources().items()}
    files = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )
    sizes = app.extensions["lcassess_asset_bytes"] = {}
    for name, (hashed, source) in names.items():
        built = app.config["STATIC_BUILD"] / hashed
        served = built if built.exists() else source
        files.add_file_to_dictionary(PREFIX + hashed, str(served))
        sizes[name] = _smallest(served)
    app.wsgi_app = files  # type: ignore[method-assign]
    app.jinja_env.globals["asset_url"] = lambda name: PREFIX + names[name][0]


def sent_bytes(name: str) -> int:
    """Tell how many bytes a browser loads of a static file: compressed, where it is built."""
    return int(current_app.extensions["lcassess_asset_bytes"][name])


def _smallest(path: Path) -> int:
    forms = (path, path.with_name(f"{path.name}.br"))
    return min(form.stat().st_size for form in forms if form.exists())


def _add_headers(headers: Headers, _path: str, _url: str) -> None:
    for name, value in STATIC.items():
        headers[name] = value


def _write_compressed(content: bytes, target: Path) -> None:
    """Write the plain file last: where it stands, its compressed forms stand beside it."""
    target.with_name(f"{target.name}.br").write_bytes(brotli.compress(content))
    target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(content, mtime=0))
    target.write_bytes(content)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
