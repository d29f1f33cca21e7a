"""Keying paper sheets: one screen, the keyboard alone, ten seconds a sheet."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comipla.core.access import Permission
from comipla.core.digits import squeeze_ascii
from comipla.core.surveys import Channel, Kind, Question, SurveyState, read_keyed
from comipla.surveys.selectors import progress_of, questions_of, sheet_by_code
from comipla.surveys.services import AlreadyAnswered, key_sheet
from comipla.web.access import permitted
from comipla.web.registry.forms import read
from comipla.web.views.registry.editing import key_of
from comipla.web.views.registry.finding import actor_of
from comipla.web.views.surveys.finding import Found, writable

_WAYS = {channel.value: channel for channel in Channel if channel.keyed}
_HOW = {
    Kind.ONE: "番号",
    Kind.SEVERAL: "番号を続けて 例 13",
    Kind.SCALE: "番号",
    Kind.NUMBER: "数字",
    Kind.TEXT: "読めるとおりに",
}


@dataclass
class Entry:
    """A sheet as it is being keyed, with what was wrong about it."""

    channel: Channel
    sheet: str
    answers: dict[str, str]
    key: str
    problems: list[tuple[str | None, str]]
    may_replace: bool = False

    @property
    def wrong(self) -> dict[str | None, str]:
        """The first problem of each field."""
        return dict(reversed(self.problems))

    @property
    def at(self) -> str:
        """The field where the keyer goes on: the first that is wrong, else the sheet's number."""
        return next((name for name, _ in self.problems if name), "sheet")


@permitted(Permission.SEE_PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_key(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take one sheet and offer the next."""
    found = writable(request, slug, number)
    questions = questions_of(found.survey)
    if request.method != "POST":
        channel = _WAYS.get(request.GET.get("channel", ""), Channel.PAPER)
        return _page(request, found, questions, Entry(channel, "", {}, str(uuid.uuid4()), []))
    entry = _typed(request.POST, questions)
    reading = read_keyed(questions, entry.answers)
    entry.problems += reading.problems
    sheet = _sheet_number(found, entry)
    if not entry.problems and not reading.answers:
        entry.problems.append((None, "答えが一つもありません。白紙の用紙は入れないでください。"))
    if sheet is not None and not entry.problems:
        try:
            key_sheet(
                survey=found.survey,
                number=sheet,
                answers=reading.answers,
                channel=entry.channel,
                by=actor_of(request),
                key=key_of(read((), request.POST)),
                again="again" in request.POST,
            )
        except AlreadyAnswered as refusal:
            entry.problems.append(("sheet", refusal.messages[0]))
            entry.may_replace = refusal.sheet.channel.keyed
        except ValidationError as refusal:
            _refuse(entry, refusal)
        else:
            messages.success(request, f"用紙{sheet}を入れました。")
            return redirect(f"{request.path}?channel={entry.channel.value}")
    return _page(request, found, questions, entry)


def _typed(typed: QueryDict, questions: list[Question]) -> Entry:
    return Entry(
        channel=_WAYS.get(typed.get("channel", ""), Channel.PAPER),
        sheet=typed.get("sheet", "").strip()[:40],
        answers={each.key: typed.get(each.key, "") for each in questions},
        key=typed.get("key", ""),
        problems=[],
    )


def _sheet_number(found: Found, entry: Entry) -> int | None:
    """The number of the sheet whose number or code was typed."""
    plain = squeeze_ascii(entry.sheet)
    if plain.isascii() and plain.isdigit() and len(plain) <= 6:
        return int(plain)
    sheet = sheet_by_code(entry.sheet)
    if sheet is not None and sheet.survey_id == found.survey.pk:
        return sheet.number
    entry.problems.insert(
        0,
        (
            "sheet",
            "用紙の番号を、右上のとおりに数字で入れてください。符号の9文字でもかまいません。",
        ),
    )
    return None


def _refuse(entry: Entry, refusal: ValidationError) -> None:
    if hasattr(refusal, "error_dict"):
        told = refusal.message_dict.items()
        entry.problems += [(name, each) for name, found in told for each in found]
    else:
        entry.problems += [(None, each) for each in refusal.messages]


def _page(
    request: HttpRequest, found: Found, questions: list[Question], entry: Entry
) -> HttpResponse:
    context: dict[str, Any] = found.context("用紙を入れる") | {
        "questions": [(each, _HOW[each.kind]) for each in questions],
        "entry": entry,
        "errors": entry.problems,
        "ways": [(channel.value, channel.label) for channel in _WAYS.values()],
        "progress": progress_of(found.survey),
        "open": found.survey.state is SurveyState.OPEN,
    }
    return render(request, "surveys/key.html", context, status=422 if entry.problems else 200)
