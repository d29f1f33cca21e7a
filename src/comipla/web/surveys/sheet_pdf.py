"""Sheets as PDF: a questionnaire for hand and phone, each with its number and its code."""

from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse

from comipla.core.surveys import Kind, Question, shown_code
from comipla.core.wareki import format_wareki
from comipla.documents.rendering import render
from comipla.programme import clock
from comipla.surveys.models import Survey
from comipla.surveys.printing import press_for
from comipla.surveys.selectors import questions_of

SAMPLE = ((0, "見本"),)
_SHORT = 12
"""Options up to so many characters stand in two columns."""


def sheets_pdf(survey: Survey, sheets: Sequence[tuple[int, str]]) -> bytes:
    """Print sheets, given as (number, code); `SAMPLE` prints one that answers nothing.

    Raises UnprintableCharacter with the place of a character that no font has.
    """
    facts = _facts(survey, questions_of(survey), sheets)
    return render("survey", facts, on=clock.today(), press=press_for(survey))


def answer_address(code: str) -> str:
    """Where a phone answers the sheet of a code."""
    return f"{settings.PUBLIC_URL}{reverse('survey_answer', args=[shown_code(code)])}"


def _facts(
    survey: Survey, questions: Sequence[Question], sheets: Sequence[tuple[int, str]]
) -> dict[str, Any]:
    platform, today = survey.platform, clock.today()
    contact = "　".join(filter(None, (platform.public_contact, platform.office_phone)))
    until = format_wareki(survey.answers_until)
    return {
        "title": survey.title,
        "issuer": platform.name,
        "issued": {"year": today.year, "month": today.month, "day": today.day},
        "purpose": survey.purpose,
        "how": f"{until}までに、この用紙に書いて返すか、右の二次元コードをスマートフォンで読んで答えてください。"
        "名前はいりません。1枚で1人、1回だけ数えます。",
        "closing": "ご協力ありがとうございました。" + (f"問合せ　{contact}" if contact else ""),
        "questions": [_question(n, each) for n, each in enumerate(questions, start=1)],
        "sheets": [_sheet(number, code) for number, code in sheets],
    }


def _question(number: int, question: Question) -> dict[str, Any]:
    short = all(len(option) <= _SHORT for option in question.options)
    return {
        "number": number,
        "kind": question.kind.value,
        "text": question.text,
        "help": question.help,
        "options": list(question.options),
        "steps": question.steps,
        "unit": question.unit,
        "columns": 2 if short and question.kind in (Kind.ONE, Kind.SEVERAL) else 1,
    }


def _sheet(number: int, code: str) -> dict[str, str]:
    sample = number == 0
    address = settings.PUBLIC_URL if sample else answer_address(code)
    return {
        "number": "見本" if sample else str(number),
        "code": "" if sample else shown_code(code),
        "qr": segno.make(address, error="m").svg_inline(border=0),
    }
