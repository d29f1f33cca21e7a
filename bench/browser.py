"""A browser that calls the WSGI application as the server does, without a socket in between."""

import io
from collections.abc import Callable, Iterable, Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

HOST = "127.0.0.1"
CSRF = "c" * 32  # any secret will do: what is sent has only to be what the cookie says

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Unexpected(RuntimeError):
    """A page answered something else than it was asked for; nothing is measured then."""


class Browser:
    """One person's browser: it keeps cookies, and hands over no body but its size."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.cookies = {settings.CSRF_COOKIE_NAME: CSRF}
        self.location = ""

    def get(self, address: str) -> int:
        """Fetch a page to its last byte; its size in bytes. Raises `Unexpected` but for 200."""
        return self._call("GET", address, b"", 200)

    def post(self, address: str, fields: Mapping[str, str | list[str]]) -> int:
        """Send a form that leads on; `location` says where. Raises `Unexpected` but for 302."""
        token = self.cookies[settings.CSRF_COOKIE_NAME]  # signing in makes a new one
        body = urlencode({**fields, "csrfmiddlewaretoken": token}, doseq=True).encode()
        return self._call("POST", address, body, 302)

    def _call(self, method: str, address: str, body: bytes, wanted: int) -> int:
        answer: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> None:
            answer.update(status=int(status[:3]), headers=headers)

        chunks = self.application(self._environ(method, address, body), start)
        size = sum(map(len, chunks))
        if close := getattr(chunks, "close", None):
            close()
        self._keep(answer["headers"])
        if answer["status"] != wanted:
            raise Unexpected(f"{method} {address} answered {answer['status']}, not {wanted}")
        return size

    def _environ(self, method: str, address: str, body: bytes) -> dict[str, Any]:
        parts = urlsplit(address)
        return {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "HTTP_HOST": HOST,
            "HTTP_ACCEPT": "text/html",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def _keep(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name == "Set-Cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
            elif name == "Location":
                self.location = value
