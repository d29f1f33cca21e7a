"""Forms of pages as a browser would send them, and forms in the making."""

import io
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.test import Client
from django.urls import reverse

from comipla.cases.models import Attachment, FormDraft
from comipla.cases.services.attachments import attach
from comipla.cases.services.drafts import begin_case, form_of, open_draft, save_draft
from comipla.core.access import Actor
from comipla.core.facts import values_from
from tests.web.markup import Page
from tests.world import World

PDF = b"%PDF-1.7\n%\xe2\xe3\n"


@dataclass
class Sent:
    """A page with its form, as a browser holds it."""

    response: Any
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = Page(self.response.content.decode())

    @property
    def title(self) -> str:
        """The words in the browser's tab."""
        return " ".join(self.page.all("title")[0].text.split())

    @property
    def values(self) -> dict[str, list[str]]:
        """What the page's form would send: every control but buttons and files."""
        found: dict[str, list[str]] = {}
        name = ""
        for element in self.page.elements:
            if element.tag == "select":
                name = element["name"] or ""
            elif element.tag == "option" and "selected" in element.attrs:
                found.setdefault(name, []).append(element["value"] or "")
            elif element.tag == "textarea":
                found.setdefault(element["name"] or "", []).append(element.text.removeprefix("\n"))
            elif element.tag == "input" and _is_sent(element):
                found.setdefault(element["name"] or "", []).append(element.get("value") or "")
        return found

    def errors(self) -> dict[str, str]:
        """The messages beside the fields, by the name of the control."""
        return {
            (element["id"] or "").removesuffix("-error"): element.text.split("エラー：")[-1].strip()
            for element in self.page.elements
            if "field__error" in element.classes and (element.get("id") or "").endswith("-error")
        }

    def summary(self) -> list[tuple[str, str]]:
        """The error summary: where each line leads, and its words."""
        found = []
        elements = self.page.elements
        inside = False
        for element, following in pairwise(elements):
            inside = inside or "error-summary" in element.classes
            if inside and element.tag == "li":
                leads = following["href"] if following.tag == "a" else ""
                found.append((leads or "", element.text.strip()))
            elif inside and element.tag in ("div", "p") and found:
                break
        return found

    def flashes(self) -> list[str]:
        """What the page says about the last act."""
        boxes = [e for e in self.page.all("div") if "flashes" in e.classes]
        return [line.strip() for e in boxes for line in e.text.split("\n") if line.strip()]


def _is_sent(element: Any) -> bool:
    kind = element.get("type")
    if kind in ("file", "submit") or not element.get("name"):
        return False
    return kind not in ("radio", "checkbox") or "checked" in element.attrs


def seen(client: Client, path: str) -> Sent:
    """Open a page."""
    response = client.get(path, follow=True)
    assert response.status_code == 200, response.status_code
    return Sent(response)


def press(client: Client, path: str, sent: Sent, changes: dict[str, Any], **more: Any) -> Any:
    """Send the form of a page with some of its fields changed; None takes a field out."""
    data: dict[str, Any] = {**sent.values, **changes}
    kept = {name: value for name, value in data.items() if value is not None}
    return client.post(path, kept, **more)


def address(name: str, draft: FormDraft, **query: str) -> str:
    """The address of a page of a draft."""
    path = reverse(name, kwargs={"key": draft.key})
    return f"{path}?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else path


def needs(world: World, facts: Any = None) -> FormDraft:
    """A needs sheet in the making; with facts, filled in."""
    draft = begin_case(year=world.year, procedure="subsidy", by=world.officer)
    return filled(draft, facts, world.officer) if facts else draft


def draft_of(case: Any, kind: str, facts: Any, by: Actor) -> FormDraft:
    """A form of a case in the making, filled in."""
    return filled(open_draft(case=case, kind=kind, by=by), facts, by)


def filled(draft: FormDraft, facts: Any, by: Actor) -> FormDraft:
    """The draft with the words of these facts."""
    raw = form_of(draft).write(values_from(facts))
    return save_draft(draft=draft, raw=raw, version=draft.version, by=by)


def fresh(draft: FormDraft) -> FormDraft:
    """The draft as it stands in the database now."""
    return FormDraft.objects.for_system("test").get(pk=draft.pk)


def put(
    draft: FormDraft,
    by: Actor,
    *,
    slot: str = "attachments",
    name: str = "見積書.pdf",
    content: bytes = PDF,
) -> Attachment:
    """A file in a slot of a draft."""
    stream = io.BytesIO(content)
    return attach(draft=draft, slot=slot, name=name, stream=stream, size=len(content), by=by)
