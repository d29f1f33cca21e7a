"""The living catalogue: every component in every state, with the call that draws it beside it.

The examples are the templates under ``jinja2/catalogue``: what is shown as the call is the very
text that was rendered, so the catalogue cannot drift from the components.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.backends.utils import csrf_input_lazy
from django.views.decorators.http import require_safe
from jinja2 import Environment
from markupsafe import Markup

from comipla.web.access import acting
from comipla.web.views.catalogue_charts import sample_charts
from comipla.web.views.catalogue_data import sample

FAMILIES = (
    ("buttons", "ボタン"),
    ("fields", "入力欄"),
    ("tables", "表"),
    ("tags", "状態の札"),
    ("lists", "一覧と確認"),
    ("messages", "知らせる"),
    ("navigation", "道しるべ"),
    ("story", "経過と金額"),
    ("charts", "図"),
)
_MARKER = re.compile(r"^\{# example: (?P<title>.+?) #\}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One state of one component: the words over it, the call and what the call draws."""

    title: str
    call: str
    drawn: Markup


@dataclass(frozen=True, slots=True)
class Family:
    """The examples of one file of macros, and the line that imports it."""

    key: str
    label: str
    imports: str
    examples: tuple[Example, ...]


def draw_family(env: Environment, key: str, label: str, context: dict[str, Any]) -> Family:
    """Render every example of ``catalogue/<key>.html`` on its own."""
    assert env.loader is not None
    source = env.loader.get_source(env, f"catalogue/{key}.html")[0]
    imports, *parts = _MARKER.split(source)
    examples = tuple(
        Example(title, call.strip(), Markup(env.from_string(imports + call).render(context)))  # noqa: S704 - rendered by the escaping environment
        for title, call in zip(parts[::2], parts[1::2], strict=True)
    )
    return Family(key, label, imports.strip(), examples)


@acting
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the catalogue; it holds sample figures only and no case of anybody."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    context = (
        sample() | sample_charts() | {"request": request, "csrf_input": csrf_input_lazy(request)}
    )
    families = [draw_family(env, key, label, context) for key, label in FAMILIES]
    return render(request, "catalogue.html", context | {"families": families})
