"""The access matrix: who gets which answer at which address, read from `access_matrix.csv`.

A row is an address by its name, a method, and the thing the address names (`object`); a column is
somebody who asks. Things belong to the municipality of the ``own_…`` columns; the ``other_…``
columns are its twin, who must learn nothing of them. The numbers are HTTP statuses.
"""

import csv
import io
import time
import uuid
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from comipla.people.middleware import BEGAN, SEEN
from comipla.people.models import Person
from comipla.people.services import enter
from tests.web.twins import PASSWORD, Twins

CSV = Path(__file__).with_name("access_matrix.csv")
METHODS = ("GET", "POST")
COLUMNS = (
    "anonymous",
    "former",
    "pref_officer",
    "pref_decider",
    "pref_accounts",
    "pref_admin",
    "auditor",
    "own_branch",
    "other_branch",
    "own_officer",
    "own_decider",
    "other_officer",
    "other_decider",
    "own_secretary",
    "other_secretary",
)
"""Nobody; a person whose term is over; each role, in one's own municipality or in the other.

The secretaries are those of a platform of the municipality.
"""


@dataclass(frozen=True)
class Row:
    """One line of the matrix: `expected` maps each column to the status it gets."""

    url: str
    method: str
    object: str
    expected: dict[str, int] = field(compare=False)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.url, self.object)))


def rows() -> list[Row]:
    """Every line of the file."""
    with CSV.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                line["url"],
                line["method"],
                line["object"],
                {column: int(line[column]) for column in COLUMNS},
            )
            for line in csv.DictReader(file)
        ]


def url_names() -> list[str]:
    """The name of every address of the site; an address without a name is given by its pattern."""
    return sorted(_names(get_resolver()))


def _names(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        pattern = f"{before}{each.pattern}"
        if isinstance(each, URLPattern):
            yield each.name or f"/{pattern} (without a name)"
        else:
            yield from _names(each, pattern)


OBJECTS: dict[str, Callable[[Twins], tuple[Any, ...]]] = {
    "": lambda _: (),
    "town": lambda t: (t.own.town.code,),
    "prefecture": lambda t: (t.world.prefecture.code,),
    "member": lambda t: (t.own.officer.pk,),
    "prefecture's member": lambda t: (t.people["pref_officer"].pk,),
    "invitation": lambda t: (t.own.invitation.pk,),
    "prefecture's invitation": lambda t: (t.prefecture_invitation.pk,),
    "invitation's link": lambda t: (t.own.token,),
    "passkey": lambda t: (t.own.passkey.pk,),
    "password's link": lambda _: ("1a", "c0ffee-0123456789abcdef"),
    "notice": lambda t: (t.own.delivery.pk,),
    "letter": lambda t: (t.own.given_up.pk,),
    "calendar feed": lambda t: (t.own.feed,),
    "case": lambda t: (t.own.case.number,),
    "case, act of the town": lambda t: (t.own.case.number, "withdraw"),
    "case, act of the prefecture": lambda t: (t.own.case.number, "decide_grant"),
    "draft": lambda t: (t.own.draft.key,),
    "draft of a new case": lambda t: (t.own.opening.key,),
    "draft of the prefecture": lambda t: (t.own.prefecture_draft.key,),
    "draft that was sent": lambda t: (t.own.sent.key,),
    "draft and its file": lambda t: (t.own.opening.key, t.own.file.uuid),
    "file not sent": lambda t: (t.own.file.uuid,),
    "file sent": lambda t: (t.own.sent_file.uuid,),
    "act of the town": lambda t: (t.own.sent.key,),
    "act of the prefecture": lambda t: (t.own.prefecture_act.key,),
    "paper": lambda t: (t.own.paper.pk,),
    "paper of the town": lambda t: (t.own.town_paper.pk,),
    "paper kept by the prefecture": lambda t: (t.own.prefecture_paper.pk,),
    "paper's code": lambda t: (t.own.paper.code,),
    "kept list": lambda t: (t.own.view.pk,),
    "year": lambda t: (t.world.year.code,),
    "year's window": lambda t: (t.world.year.code, "needs_survey"),
    "figures of the budget": lambda t: (t.world.year.code, "money", "csv"),
    "figures of all towns": lambda t: (t.world.year.code, "caps", "xlsx"),
    "platform": lambda t: (t.own.platform.slug,),
    "platform, its own form": lambda t: (t.own.platform.slug, "profile"),
    "platform, form to be confirmed": lambda t: (t.own.platform.slug, "area"),
    "platform's figures": lambda t: (t.own.platform.slug, "csv"),
    "platform's projection": lambda t: (t.own.platform.slug, t.own.run.pk, "check"),
    "platform's issue": lambda t: (t.own.platform.slug, 1),
    "photo of an issue": lambda t: (t.own.platform.slug, 1, t.own.photo.uuid),
    "receipt of an issue": lambda t: (t.own.platform.slug, t.own.photo.issue.receipt),
    "platform's survey": lambda t: (t.own.platform.slug, 1),
    "survey in the making": lambda t: (t.own.platform.slug, 2),
    "question of a survey": lambda t: (t.own.platform.slug, 2, 1),
    "batch of sheets": lambda t: (t.own.platform.slug, 1, t.own.batch.pk),
    "step of a survey": lambda t: (t.own.platform.slug, 1, "CLOSED"),
    "sheet's code": lambda t: (t.own.sheet_code,),
    "plan": lambda t: (t.own.platform.slug, 2),
    "action of a plan": lambda t: (t.own.platform.slug, 2, 1),
    "step of a plan": lambda t: (t.own.platform.slug, 2, "DRAFT_PUBLISHED"),
    "year of a plan": lambda t: (t.own.platform.slug, 2, "R6"),
    "plan as pdf": lambda t: (t.own.platform.slug, 2, "pdf"),
    "plan as docx": lambda t: (t.own.platform.slug, 2, "docx"),
    "books": lambda t: (t.own.platform.slug, "R6"),
    "books as csv": lambda t: (t.own.platform.slug, "R6", "csv"),
    "voucher of a grant": lambda t: (t.own.platform.slug, "R6", 1),
    "voucher": lambda t: (t.own.platform.slug, "R6", 2),
    "receipt of a voucher": lambda t: (t.own.platform.slug, "R6", t.own.proof.file.uuid),
    "paper of the books": lambda t: (t.own.platform.slug, "R6", "settlement"),
    "platform's file": lambda t: (t.own.platform.slug, t.own.bylaw_file.uuid),
    "notice of change": lambda t: (t.own.change.pk,),
    "scheme": lambda t: (t.own.scheme.pk,),
    "scheme as csv": lambda t: (t.own.scheme.pk, "csv"),
    "sheet of a scheme": lambda t: (t.own.scheme.pk, t.own.platform.slug),
    "csv": lambda _: ("csv",),
    "xlsx": lambda _: ("xlsx",),
    "page of the manual": lambda _: ("desk",),
}
"""What the parts of an address are for each kind of thing."""

_TOLD = {
    "invitation's link": "tsubaki-invited@",
    "calendar feed": "③-R6-001 3-R6-001",
    "sheet's code": "tsubaki-platform tsubaki-survey",
}
"""What somebody who was given a thing has been told with it."""

NOBODY_HAS = {str: "3-R6-999", int: 2_000_000_000, uuid.UUID: uuid.UUID(int=7)}
"""The first part of an address that names nothing, by its type."""

FORMS: dict[str, Callable[[Twins], dict[str, Any]]] = {
    "account_name": lambda _: {"family_name": "架空", "given_name": "新"},
    "act_new": lambda t: {"year": t.world.year.code, "key": uuid.uuid4()},
    "allocation_step": lambda _: {"step": "version", "key": uuid.uuid4()},
    "approval": lambda t: {"draft": t.own.prefecture_act.number, "act": "decide"},
    "books_closing": lambda _: {"act": "CLOSE"},
    "books_entry": lambda _: {"act": "WITHDRAW"},
    "books_setting": lambda _: {"part": "rules"},
    "body_switch": lambda t: {"body": t.own.officer.pk},
    "case_remark": lambda _: {"tab": "messages", "text": "連絡です。", "key": uuid.uuid4()},
    "case_view_keep": lambda _: {"name": "今年の分", "query": "year=R6"},
    "demo_sign_in": lambda t: {"person": t.own.officer.person.email},
    "inbox_mail": lambda _: {"groups": ["case"]},
    "invitation": lambda _: {
        "family_name": "架空",
        "given_name": "新",
        "family_kana": "カクウ",
        "given_kana": "シン",
        "password": PASSWORD[::-1],
        "password_again": PASSWORD[::-1],
    },
    "member_invite": lambda _: {"email": "someone@example.jp", "role": "muni_officer"},
}
"""What a form holds when it is sent; nothing where the press of a button is all."""

QUERIES: dict[str, tuple[str, ...]] = {
    "GET books": ("", "?account=I2", "?q=giver", "?month=4"),
    "GET books_grants": ("", "?grant=1"),
    "GET case_list": ("", "?q=title", "?q=R6-1", "?turn=waiting", "?year=R6&municipality=462012"),
    "GET case_list_file": ("", "?q=contents", "?municipality=462012", "?encoding=shift_jis"),
    "GET case_page": (
        "",
        "?tab=basis",
        "?tab=papers",
        "?tab=messages",
        "?tab=notes",
        "?tab=history",
    ),
    "GET platform": (
        "",
        "?tab=area",
        "?tab=members",
        "?tab=organs",
        "?tab=bylaws",
        "?tab=history",
        "?tab=notices",
    ),
    "GET population": ("", "?mix=FAM30&households=2"),
    "GET population_list": ("", "?municipality=462012", "?municipality=462039"),
    "GET platform_issues": ("", "?q=issue", "?status=OPEN"),
    "GET platform_map": ("", "?layer=gaps&municipality=462012", "?municipality=462039"),
    "GET platform_list": ("", "?q=platform", "?municipality=462012", "?municipality=462039"),
    "GET deadlines": ("", "?view=month", "?month=2024-06"),
    "GET inbox": ("", "?show=unread", "?show=todo", "?page=2"),
    "GET ledger": ("", "?year=R6&municipality=462012", "?municipality=462039"),
    "GET ledger_file": ("", "?municipality=462012", "?municipality=462039"),
    "POST draft_attach": ("?slot=attachments",),
}
"""What stands behind an address; every answer must be as the matrix says."""


def path_of(row: Row, twins: Twins) -> str:
    """The address of a row with the thing it names."""
    return reverse(row.url, args=OBJECTS[row.object](twins))


def path_of_nothing(row: Row, twins: Twins) -> str:
    """The same address with a thing that does not exist."""
    first, *rest = OBJECTS[row.object](twins)
    return reverse(row.url, args=[NOBODY_HAS[type(first)], *rest])


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers, everything readable, and which tables changed."""

    status: int
    headers: dict[str, str]
    text: str
    changed: frozenset[str]


@dataclass(frozen=True)
class Kept:
    """What is kept of an answer for many tests: `leaks` are words the person must not read."""

    status: int
    headers: dict[str, str]
    leaks: tuple[str, ...]
    changed: frozenset[str]


class Site:
    """The site with its twins, and a session for each column; whatever is done is undone."""

    def __init__(self, twins: Twins) -> None:
        self.twins = twins
        self.sessions = {
            column: session_of(member.person, proved=True)
            for column, member in twins.people.items()
        }
        # One client for all: it builds the middleware once. Each request brings its own cookies.
        self.client, self.strict = Client(), Client(enforce_csrf_checks=True)

    def ask(
        self,
        column: str,
        method: str,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        strict: bool = False,
    ) -> Answer:
        """Ask as the person of a column; what the request changed is rolled back.

        A `strict` site wants the form's token, as it does of browsers.
        """
        client = self.strict if strict else self.client
        client.cookies.clear()
        if column in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[column]
        with transaction.atomic():
            before = _changes()
            response = client.post(path, data) if method == "POST" else client.generic(method, path)
            text = _text_of(response)
            changed = frozenset(_changes() - before)
            transaction.set_rollback(True)
        return Answer(response.status_code, dict(response.items()), text, changed)

    def answer(self, row: Row, column: str, query: str = "") -> Answer:
        """The answer of a row for a column."""
        form = FORMS.get(row.url, lambda _: {})
        path = path_of(row, self.twins) + query
        return self.ask(column, row.method, path, form(self.twins))

    def walk(self) -> dict[tuple[Row, str], list[Kept]]:
        """Ask everything as everybody: the answers of each row, with each query, by column."""
        return {
            (row, column): [
                Kept(
                    answer.status, answer.headers, self._leaks(row, column, answer), answer.changed
                )
                for query in QUERIES.get(f"{row.method} {row.url}", ("",))
                for answer in (self.answer(row, column, query),)
            ]
            for row in rows()
            for column in COLUMNS
        }

    def _leaks(self, row: Row, column: str, answer: Answer) -> tuple[str, ...]:
        """Words in an answer that the person must not read; those in the question are known."""
        known = path_of(row, self.twins) + _TOLD.get(row.object, "")
        said = answer.text + unquote("\n".join(answer.headers.values()))
        return tuple(
            secret.word
            for twin, seat in ((self.twins.own, column), (self.twins.other, _mirrored(column)))
            for secret in twin.secrets
            if seat not in secret.readers and secret.word in said
            if secret.word not in known
        )


_CHANGES = "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"


def _changes() -> Counter[str]:
    """Rows changed so far in this transaction, by table: as PostgreSQL itself counts them."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES)
        return Counter(dict(cursor.fetchall()))


def _mirrored(column: str) -> str:
    """The column as seen from the other municipality."""
    side, _, role = column.partition("_")
    return {"own": f"other_{role}", "other": f"own_{role}"}.get(side, column)


def session_of(person: Person, *, proved: bool) -> str:
    """A session of somebody who signed in a moment ago and, if `proved`, stepped up since."""
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    enter(request=request, person=person)
    if proved:
        record_authentication(request, person, method="password", reauthenticated=True)
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    request.session.save()
    return request.session.session_key


def _text_of(response: HttpResponseBase) -> str:
    """The body in plain words."""
    body = (
        b"".join(response.streaming_content)  # type: ignore[attr-defined]
        if response.streaming
        else response.content  # type: ignore[attr-defined]
    )
    return _readable(body)


def _readable(body: bytes) -> str:
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "\n".join(_readable(packed.read(name)) for name in packed.namelist())
    if body.startswith(b"%PDF-") and b"%%EOF" in body:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode(errors="replace")
