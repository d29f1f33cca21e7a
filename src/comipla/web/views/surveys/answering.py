"""A resident answers by the code of a sheet: no sign-in, no name, once, and may correct it."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comipla.core.plans.issues import personal_hints
from comipla.core.surveys import Answers, Kind, Question, read_typed
from comipla.surveys.models import Response, Sheet
from comipla.surveys.selectors import questions_of, sheet_by_code
from comipla.surveys.services import AlreadyAnswered, answer_sheet
from comipla.surveys.services.answering import is_answerable
from comipla.web.access import guessing_limited
from comipla.web.plans.issue_forms import TRAP
from comipla.web.registry.forms import read
from comipla.web.views.registry.editing import key_of

_TRAPPED = "「この欄には書かない」の欄に文字が入っています。消してから、もう一度送ってください。"
Typed = Mapping[str, list[str]]
Problems = list[tuple[str | None, str]]


@never_cache
@require_safe
def survey_find(request: HttpRequest) -> HttpResponse:
    """Ask for the code that is printed on the sheet, and lead to its questions."""
    code = request.GET.get("code", "").strip()
    sheet = sheet_by_code(code) if code else None
    if sheet is not None:
        return redirect("survey_answer", code)
    return render(request, "surveys/find.html", {"code": code, "missing": bool(code)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guessing_limited("survey")
def survey_answer(request: HttpRequest, code: str) -> HttpResponse:
    """The questions of a sheet; once it was answered, that it was."""
    sheet = sheet_by_code(code)
    if sheet is None:
        return render(request, "surveys/find.html", {"code": code, "missing": True}, status=404)
    response = Response.objects.filter(sheet=sheet).first()
    if request.method == "POST" and is_answerable(sheet):
        return _answered(request, sheet, response, code)
    wants_to_correct = response is not None and "edit" in request.GET
    if is_answerable(sheet) and (response is None or wants_to_correct):
        known = _as_typed(response.answers) if response else {}
        return _questions(request, sheet, known, response.revision if response else 0)
    return _standing(request, sheet, code, response)


def _answered(
    request: HttpRequest, sheet: Sheet, response: Response | None, code: str
) -> HttpResponse:
    questions = questions_of(sheet.survey)
    typed = {each.key: request.POST.getlist(each.key) for each in questions}
    reading = read_typed(questions, typed)
    problems: Problems = list(reading.problems)
    if request.POST.get(TRAP):
        problems.append((TRAP, _TRAPPED))
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    hints = _hints(questions, reading.answers)
    sure = request.POST.get("sure") == "1" and request.POST.get("hinted") == "".join(hints)
    if not problems and (not hints or sure):
        try:
            answer_sheet(
                sheet=sheet,
                answers=reading.answers,
                revision=revision,
                key=key_of(read((), request.POST)),
            )
        except AlreadyAnswered:
            return _standing(request, sheet, code, response, status=409)
        except ValidationError as refusal:
            problems += [(None, each) for each in refusal.messages]
        else:
            messages.success(request, "回答を受け取りました。")
            return redirect("survey_answer", code)
    return _questions(request, sheet, typed, revision, problems, hints)


def _hints(questions: list[Question], answers: Answers) -> tuple[str, ...]:
    texts = (str(answers.get(each.key, "")) for each in questions if each.kind is Kind.TEXT)
    return personal_hints("\n".join(texts))


def _as_typed(answers: Answers) -> Typed:
    """Kept answers as the form would send them."""
    return {
        key: [str(each) for each in (answer if isinstance(answer, list) else [answer])]
        for key, answer in answers.items()
    }


def _questions(
    request: HttpRequest,
    sheet: Sheet,
    typed: Typed,
    revision: int,
    problems: Problems | None = None,
    hints: tuple[str, ...] = (),
) -> HttpResponse:
    context = _around(sheet) | {
        "questions": questions_of(sheet.survey),
        "typed": typed,
        "revision": revision,
        "key": uuid.uuid4(),
        "errors": problems or [],
        "wrong": dict(reversed(problems or [])),
        "hints": hints,
        "trap": TRAP,
    }
    status = 422 if problems or hints else 200
    return render(request, "surveys/answer.html", context, status=status)


def _standing(
    request: HttpRequest, sheet: Sheet, code: str, response: Response | None, status: int = 200
) -> HttpResponse:
    """What became of the sheet: answered, or too late."""
    context = _around(sheet) | {
        "code": code,
        "may_correct": is_answerable(sheet) and sheet.answered_on is not None,
        "elsewhere": status == 409,
        "keyed": response is not None and response.channel.keyed,
    }
    return render(request, "surveys/answered.html", context, status=status)


def _around(sheet: Sheet) -> dict[str, object]:
    platform = sheet.survey.platform
    return {
        "sheet": sheet,
        "survey": sheet.survey,
        "platform": platform,
        "phone": platform.office_phone or platform.municipality.phone,
        "office": platform.name if platform.office_phone else platform.municipality.name,
    }
