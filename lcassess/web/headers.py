"""What every response tells the browser to refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import session

if TYPE_CHECKING:
    from flask import Flask, Response

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

STATIC = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}

ALWAYS = STATIC | {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Keeps Plotly's "share" window from being handed the chart: CSP does not stop that one.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}

HSTS = f"max-age={365 * 24 * 3600}; includeSubDomains"


def init_app(app: Flask) -> None:
    """Send the headers with every response of the application."""
    every = ALWAYS | ({"Strict-Transport-Security": HSTS} if app.config["HTTPS"] else {})

    @app.after_request
    def send(response: Response) -> Response:
        response.headers.extend(every)  # no page has one of them yet; looking takes longer
        _forbid_storing(response)
        return response


def _forbid_storing(response: Response) -> None:
    """Let nobody keep a page that belongs to a session; others are asked for again each time.

    Compressing pages that hold a secret beside a visitor's own words is the BREACH attack. It
    has nothing to measure here: the CSRF token is signed anew every second, and other sites'
    requests carry no cookie (SameSite).
    """
    if "Cache-Control" in response.headers:
        return
    response.headers["Cache-Control"] = "no-store" if session else "private, no-cache"
    response.vary.add("Accept-Language")
