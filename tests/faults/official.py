"""An official at a browser, over plain HTTP: patient with a server that dies under their hands.

What the server acknowledged is kept in a `Claims`: receipts that were shown, files and words that
were taken. Whatever gets no answer, or an error page, is tried again as people do: by loading the
page anew and pressing the same button.
"""

import http.client
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

Fields = Mapping[str, str | list[str]]
T = TypeVar("T")
_FORM = "application/x-www-form-urlencoded"
_BOUNDARY = "comipla-drill"
_RECEIPT = re.compile(r"^/receipts/([0-9a-f-]{36})/$")
_DRAFT = re.compile(r"^/drafts/([0-9a-f-]{36})/")
_DIGEST = re.compile(r"SHA-256 <code>([0-9a-f]{64})</code>")


@dataclass
class Claims:
    """What the server has acknowledged, by the key of the form."""

    receipts: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: int = 0
    retries: int = 0

    def to_json(self) -> str:
        """For a process that can look into the installation's database."""
        claims = {"receipts": self.receipts, "files": self.files, "words": self.words}
        return json.dumps(claims)


class Interrupted(Exception):
    """No usable answer came: the server was gone, busy dying, or not yet back."""


@dataclass(frozen=True)
class Answer:
    """A page: its status, where it leads, and its source."""

    status: int
    location: str
    text: str

    def hidden(self, name: str) -> str:
        """The value of a control. Raises Interrupted where the page has none."""
        found = _Controls(self.text).values.get(name)
        if found is None:
            raise Interrupted(f"no {name} on the page")
        return found


class Official:
    """One person with a session; `claims` is shared with the others."""

    def __init__(self, port: int, email: str, claims: Claims, stop: threading.Event) -> None:
        self.port, self.email, self.claims, self.stop = port, email, claims, stop
        self.cookies: dict[str, str] = {}

    def insist(self, step: Callable[[], T]) -> T:
        """Do one step until it is answered. Raises Interrupted when the drill is over."""
        while True:
            try:
                return step()
            except (Interrupted, OSError, http.client.HTTPException):
                self.claims.retries += 1
                if self.stop.is_set():
                    raise Interrupted("the drill is over") from None
                time.sleep(0.2)

    def enter(self) -> None:
        """Sign in by one click."""

        def step() -> None:
            token = self.get("/auth/sign-in/").hidden("csrfmiddlewaretoken")
            self.post("/account/demo/", {"csrfmiddlewaretoken": token, "person": self.email}, 302)

        self.insist(step)

    def prove(self) -> None:
        """Confirm who one is, as decisions ask for."""

        def step() -> None:
            page = self.get("/account/step-up/?next=/desk/")
            if page.status == 200:
                token = page.hidden("csrfmiddlewaretoken")
                form = {"csrfmiddlewaretoken": token, "next": "/desk/"}
                self.post("/account/step-up/", form, 302)

        self.insist(step)

    def begin_need(self) -> str:
        """Begin a needs sheet; the key that the browser made finds it again after a retry."""
        key = str(uuid.uuid4())

        def step() -> str:
            token = self.get("/cases/new/").hidden("csrfmiddlewaretoken")
            form = {"csrfmiddlewaretoken": token, "year": "R6", "key": key}
            return self._draft_in(self.post("/cases/new/", form, 302))

        return self.insist(step)

    def begin_act(self, number: str, kind: str) -> str:
        """Open the form of an act of a case."""

        def step() -> str:
            token = self.get(f"/cases/{number}/").hidden("csrfmiddlewaretoken")
            form = {"csrfmiddlewaretoken": token}
            return self._draft_in(self.post(f"/cases/{number}/acts/{kind}/", form, 302))

        return self.insist(step)

    def save(self, key: str, words: Fields, part: str = "") -> None:
        """Have what was typed saved while typing, as the page does by itself."""
        query = f"?part={part}" if part else ""

        def step() -> None:
            page = self.get(f"/drafts/{key}/{query}")
            if page.status != 200:
                raise Interrupted("not the form")
            form = {
                **words,
                "csrfmiddlewaretoken": page.hidden("csrfmiddlewaretoken"),
                "_base": page.hidden("_base"),
            }
            self.post(f"/drafts/{key}/save/{query}", form, 200)

        self.insist(step)
        kept = self.claims.words.setdefault(key, {})
        kept.update({name: text for name, text in words.items() if isinstance(text, str)})

    def attach(self, key: str, slot: str, name: str, content: bytes, digest: str) -> None:
        """Hand a file in. A repeat may hand it in twice, as pressing the button twice does."""

        def step() -> None:
            token = self.get(f"/drafts/{key}/").hidden("csrfmiddlewaretoken")
            body = _multipart(token, f"_file-{slot}", name, content)
            kind = f"multipart/form-data; boundary={_BOUNDARY}"
            self._ask("POST", f"/drafts/{key}/files/?slot={slot}", body, kind, 302)

        self.insist(step)
        self.claims.files.setdefault(key, []).append(digest)

    def send(self, key: str) -> str:
        """Check the answers, send them, read the receipt; give the receipt's page."""

        def step() -> str:
            page = self.get(f"/drafts/{key}/check/")
            if page.status == 200:
                form = {
                    "csrfmiddlewaretoken": page.hidden("csrfmiddlewaretoken"),
                    "seen": page.hidden("seen"),
                }
                page = self.post(f"/drafts/{key}/submit/", form, 302)
            return self._receipt_at(page.location)

        return self.insist(step)

    def decide(self, number: str) -> str:
        """Decide the draft that waits; give the receipt's page, or "" where nothing waits."""

        def step() -> str:
            page = self.get(f"/cases/{number}/approval/")
            if page.status != 200:
                raise Interrupted("not the approval page")
            values = _Controls(page.text).values
            if "draft" not in values:
                return ""
            form = {
                "csrfmiddlewaretoken": values["csrfmiddlewaretoken"],
                "draft": values["draft"],
                "act": "decide",
            }
            return self._receipt_at(self.post(f"/cases/{number}/approval/", form, 302).location)

        return self.insist(step)

    def get(self, path: str) -> Answer:
        """Load a page."""
        return self._ask("GET", path)

    def post(self, path: str, form: Fields, expected: int) -> Answer:
        """Send a form; any other answer than the expected one is no answer."""
        return self._ask("POST", path, urlencode(form, doseq=True).encode(), _FORM, expected)

    def _receipt_at(self, path: str) -> str:
        """The page of a receipt, whose claims are kept once it is shown."""
        found = _RECEIPT.match(path)
        if not found:
            raise Interrupted(f"led to {path}")
        page = self.get(path)
        if page.status != 200:
            raise Interrupted("no receipt")
        self.claims.receipts[found.group(1)] = _DIGEST.findall(page.text)
        return page.text

    def _draft_in(self, answer: Answer) -> str:
        found = _DRAFT.match(answer.location)
        if not found:
            raise Interrupted(f"led to {answer.location}")
        return found.group(1)

    def _ask(
        self, method: str, path: str, body: bytes = b"", kind: str = "", expected: int = 0
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Accept": "text/html", "Cookie": self._cookie_line()}
        if method == "POST":
            headers |= {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"}
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            self._keep_cookies(response)
        finally:
            connection.close()
        location = urlsplit(urljoin(path, response.getheader("Location", ""))).path
        if response.status >= 500 or (expected and response.status != expected):
            raise Interrupted(f"{method} {path}: {response.status}")
        self.claims.answers += 1
        return Answer(response.status, location, text)

    def _cookie_line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name.strip()] = value.strip('" ')


class _Controls(HTMLParser):
    """The named controls of a page with their values; of several with one name the first."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of a control."""
        found = dict(attrs)
        name = found.get("name")
        if tag in ("input", "button") and name:
            self.values.setdefault(name, found.get("value") or "")


def _multipart(token: str, control: str, name: str, content: bytes) -> bytes:
    head = (
        f"--{_BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
        f"{token}\r\n"
        f"--{_BOUNDARY}\r\n"
        f'Content-Disposition: form-data; name="{control}"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
