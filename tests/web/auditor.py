"""A test client that looks over every page that any test opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import html5lib
from flask.testing import FlaskClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from werkzeug.test import TestResponse


class AuditingClient(FlaskClient):
    """Opens pages like a browser and fails on what no page of ours may have."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        faults = [*header_faults(response)]
        if response.mimetype == "text/html":
            faults += page_faults(response.get_data(as_text=True))
        assert not faults, f"{response.request.path}: " + "; ".join(faults)
        return response


def header_faults(response: TestResponse) -> Iterator[str]:
    yield from ()


def page_faults(html: str) -> Iterator[str]:
    yield from ()
