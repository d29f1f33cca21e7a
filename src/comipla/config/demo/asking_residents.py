"""The invented surveys: one that takes answers, one closed, one published.

Stored in a few statements: answers before their survey moves on, as the database wants it.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from comipla.communities.models import Platform
from comipla.config.demo.dice import Dice
from comipla.config.demo.registry import NAMESPACE
from comipla.config.demo.tables import platforms, read
from comipla.core.surveys import Answers, Channel, Kind, Role, SurveyState, new_code
from comipla.surveys.models import Response, Sheet, SheetBatch, Survey, SurveyQuestion
from comipla.surveys.services import digest_of

_BEGAN = timedelta(days=40)
_CLOSED = timedelta(days=12)


@dataclass(frozen=True)
class _Asking:
    """A survey of the demo, and how far it comes."""

    name: str
    platform: Platform
    state: SurveyState
    sheets: int
    answers: int
    today: date

    def key(self, *parts: object) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"surveys/{self.name}/{'/'.join(map(str, parts))}")

    def at(self, before: timedelta) -> datetime:
        return timezone.make_aware(datetime.combine(self.today - before, time(10)))


def ask_residents(today: date) -> None:
    """Give platforms their surveys as of a day."""
    table = read("surveys")
    asked = list(_asked(table, today))
    surveys = Survey.objects.bulk_create(_survey(each, table) for each in asked)
    pairs = list(zip(asked, surveys, strict=True))
    questions = SurveyQuestion.objects.bulk_create(
        question for _, survey in pairs for question in _questions(survey, table)
    )
    _move(surveys, SurveyState.OPEN)
    batches = SheetBatch.objects.bulk_create(_batch(*pair) for pair in pairs)
    sheets = Sheet.objects.bulk_create(
        sheet for pair, batch in zip(pairs, batches, strict=True) for sheet in _sheets(*pair, batch)
    )
    rows = {question.number: question for question in questions}
    places = {survey.pk: each for each, survey in pairs}
    Response.objects.bulk_create(
        _response(places[sheet.survey_id], sheet, rows, table)
        for sheet in sheets
        if sheet.answered_on is not None
    )
    for each, survey in pairs:
        if each.state.counted:
            _move([survey], each.state)


def _asked(table: dict[str, Any], today: date) -> Iterator[_Asking]:
    names = {(row.municipality, row.area): row.name for row in platforms()}
    stored = {
        platform.name: platform
        for platform in Platform.objects.for_system("furnish the demo").select_related("body")
    }
    for line in table["standing"].strip().split("\n"):
        municipality, area, state, sheets, answers = line.split()
        platform = stored[names[municipality, area]]
        yield _Asking(
            f"{municipality}/{area}",
            platform,
            SurveyState.of(state),
            int(sheets),
            int(answers),
            today,
        )


def _survey(each: _Asking, table: dict[str, Any]) -> Survey:
    counted, public = each.state.counted, each.state is SurveyState.PUBLISHED
    return Survey(
        platform=each.platform,
        number=1,
        title=table["title"],
        purpose=table["purpose"],
        answers_until=each.today + (-_CLOSED if counted else timedelta(days=20)),
        opened_at=each.at(_BEGAN),
        closed_at=each.at(timedelta(days=8)) if counted else None,
        published_at=each.at(timedelta(days=3)) if public else None,
        updated_at=each.at(timedelta(days=3) if counted else _BEGAN),
        key=each.key("survey"),
    )


def _questions(survey: Survey, table: dict[str, Any]) -> Iterator[SurveyQuestion]:
    for number, row in enumerate(table["questions"], start=1):
        yield SurveyQuestion(
            survey=survey,
            number=number,
            key=f"q{number}",
            kind=Kind.of(row["kind"]),
            role=Role.of(row.get("role", Role.NONE)),
            text=row["text"],
            options=row.get("options", []),
            steps=row.get("steps", 5),
            unit=row.get("unit", ""),
            required=row.get("required", False),
        )


def _move(surveys: list[Survey], state: SurveyState) -> None:
    for survey in surveys:
        survey.state = state
    Survey.objects.for_system("furnish the demo").bulk_update(surveys, ["state"])


def _batch(each: _Asking, survey: Survey) -> SheetBatch:
    return SheetBatch(
        survey=survey, first=1, last=each.sheets, printed_at=each.at(_BEGAN), key=each.key("batch")
    )


def _sheets(each: _Asking, survey: Survey, batch: SheetBatch) -> Iterator[Sheet]:
    dice = Dice(f"surveys/{each.name}")
    order = sorted(range(1, each.sheets + 1), key=lambda n: dice.roll(f"order/{n}", 0, 10**6))
    came = set(order[: each.answers])
    for number in range(1, each.sheets + 1):
        way = dice.pick(f"way/{number}", (*[Channel.PAPER] * 5, *[Channel.WEB] * 4, Channel.PROXY))
        day = each.today - _CLOSED - timedelta(days=dice.roll(f"day/{number}", 1, 20))
        yield Sheet(
            survey=survey,
            batch=batch,
            number=number,
            digest=digest_of(new_code()),
            answered_on=day if number in came else None,
            channel=way if number in came else "",
        )


def _response(
    each: _Asking, sheet: Sheet, rows: dict[int, SurveyQuestion], table: dict[str, Any]
) -> Response:
    dice = Dice(f"surveys/{each.name}/{sheet.number}")
    answers: Answers = {}
    for number, row in enumerate(table["questions"], start=1):
        answer = _answer(dice, rows[number], row)
        if answer:
            answers[f"q{number}"] = answer
    return Response(
        survey_id=sheet.survey_id,
        sheet=None if each.state.counted else sheet,
        channel=sheet.channel,
        answers=answers,
        key=each.key("answer", sheet.number),
    )


def _answer(dice: Dice, question: SurveyQuestion, row: dict[str, Any]) -> int | str | list[int]:
    """An answer drawn by the weights of the table; 0 or nothing for none."""
    name, weights = question.key, row["weights"]
    if question.kind is Kind.SEVERAL:
        return [
            n for n, weight in enumerate(weights, start=1) if dice.chance(f"{name}/{n}", weight)
        ]
    if question.kind is Kind.NUMBER:
        return dice.roll(name, *weights)
    if question.kind is Kind.TEXT:
        return dice.pick(f"{name}/text", row["texts"]) if dice.chance(name, weights[0]) else ""
    drawn = dice.roll(name, 1, sum(weights))
    for n, weight in enumerate(weights, start=1):
        drawn -= weight
        if drawn <= 0:
            return n
    return 0
