"""Take files of people in after looking at them; put the area of a platform together."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, cast

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comipla.core.access import BodyKind, Permission, may
from comipla.core.digits import squeeze_ascii
from comipla.core.wareki import parse_date
from comipla.people.models import Body
from comipla.people.requests import ActingRequest
from comipla.population.models import FileKind
from comipla.population.selectors import (
    municipalities_for,
    own_tables,
    place_at,
    place_key,
    platforms_in,
    small_areas,
)
from comipla.population.services import (
    KIND_WORDS,
    ImportReport,
    Wanted,
    compose_platform,
    import_tables,
)
from comipla.web.access import permitted
from comipla.web.views.population.place import place_of

_SALT: Final = "comipla.population_import"
_SECONDS: Final = 12 * 3600
_LARGEST: Final = 1_500_000
"""Bytes of a file that may wait in a form between looking and storing."""
_SHARE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)[%％]|(\d{1,4}/\d{1,4}|\d(?:\.\d{1,4})?)")

Errors = list[tuple[str | None, str]]


@dataclass(frozen=True)
class _Handed:
    """A file and what it is said to hold."""

    content: bytes
    name: str
    wanted: Wanted


@permitted(Permission.MAKE_PROJECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def population_import(request: HttpRequest) -> HttpResponse:
    """Read a file, show what would be taken and what not, and take it on a second press."""
    if request.method != "POST":
        return _form(request, [])
    if "packed" in request.POST:
        return _take(request)
    handed, errors = _handed(request)
    if handed is None:
        return _form(request, errors)
    try:
        report = _import(request, handed, dry_run=True)
    except ValueError as slip:
        return _form(request, [(None, str(slip))])
    context = {
        "name": handed.name,
        "report": report,
        "packed": _packed(handed, cast(ActingRequest, request).actor.known_person),
        "errors": [],
        "breadcrumbs": _trail(),
    }
    return render(request, "population/import_preview.html", context)


def _form(request: HttpRequest, errors: Errors) -> HttpResponse:
    context = {
        "errors": errors,
        "wrong": {field: sentence for field, sentence in errors if field},
        "kinds": [(word, kind.label) for word, kind in KIND_WORDS.items()],
        "places": _places(request),
        "answers": request.POST,
        "breadcrumbs": _trail(),
    }
    return render(request, "population/import.html", context, status=422 if errors else 200)


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    """The places that a register may be of: municipalities, and platforms where they are few."""
    actor = cast(ActingRequest, request).actor
    towns = municipalities_for(actor)
    bodies = list(towns)
    if len(towns) == 1:
        bodies += platforms_in(towns[0])
    return [
        (place_key(body), body.name)
        for body in bodies
        if may(actor, Permission.MAKE_PROJECTION, body.path)
    ]


def _handed(request: HttpRequest) -> tuple[_Handed | None, Errors]:
    """What the form holds, or what is wrong in it."""
    errors: Errors = []
    file = request.FILES.get("file")
    kind = KIND_WORDS.get(request.POST.get("kind", ""))
    if kind is None:
        errors.append(("kind", "表の種類を選んでください。"))
    if file is None:
        errors.append(("file", "人口の表のファイルを選んでください。"))
    elif (file.size or 0) > _LARGEST:
        errors.append(
            ("file", "1.5MBより大きいファイルです。市町村ごとに分けて選び直してください。")
        )
    year, slip = _year(request.POST.get("year", ""))
    if slip:
        errors.append(("year", slip))
    place, day = None, None
    if kind is FileKind.REGISTER:
        place = place_at(cast(ActingRequest, request).actor, request.POST.get("place", ""))
        day = _day(request.POST.get("day", ""))
        if place is None:
            errors.append(("place", "どこの表かを選んでください。"))
        if day is None:
            errors.append(("day", "いつの数かを、令和6年4月1日のように書いてください。"))
    elif kind is FileKind.SMALL_AREA and year is None:
        errors.append(("year", "国勢調査の年を書いてください。ファイルの中には書かれていません。"))
    if errors or kind is None or file is None:
        return None, errors
    wanted = Wanted(kind, year=year, place=place, day=day)
    return _Handed(cast(UploadedFile, file).read(), file.name or "人口の表", wanted), []


def _year(text: str) -> tuple[int | None, str]:
    written = squeeze_ascii(text)
    if not written:
        return None, ""
    if re.fullmatch(r"(19|20)\d\d", written):
        return int(written), ""
    return None, "年は、西暦4けた（例 2020）で書いてください。"


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _import(request: HttpRequest, handed: _Handed, *, dry_run: bool) -> ImportReport:
    return import_tables(
        content=handed.content,
        name=handed.name,
        wanted=handed.wanted,
        by=cast(ActingRequest, request).actor,
        dry_run=dry_run,
    )


def _packed(handed: _Handed, person: int) -> str:
    """The file as a form can hold it: signed, for this person alone."""
    wanted = handed.wanted
    data: dict[str, Any] = {
        "content": handed.content.decode("latin-1"),
        "name": handed.name,
        "kind": wanted.kind.value,
        "year": wanted.year,
        "place": wanted.place and place_key(wanted.place),
        "day": wanted.day and wanted.day.isoformat(),
    }
    return signing.dumps(data, salt=f"{_SALT}.{person}", compress=True)


def _take(request: HttpRequest) -> HttpResponse:
    """Store what was looked at; a second press finds everything there already."""
    actor = cast(ActingRequest, request).actor
    try:
        data = signing.loads(
            request.POST["packed"], salt=f"{_SALT}.{actor.known_person}", max_age=_SECONDS
        )
    except signing.BadSignature:
        return _form(request, [("file", "時間がたちました。ファイルをもう一度選んでください。")])
    handed = _Handed(
        data["content"].encode("latin-1"),
        data["name"],
        Wanted(
            FileKind.of(data["kind"]),
            year=data["year"],
            place=place_at(actor, data["place"]) if data["place"] else None,
            day=date.fromisoformat(data["day"]) if data["day"] else None,
        ),
    )
    report = _import(request, handed, dry_run=False)
    messages.success(
        request,
        f"「{handed.name}」から{report.places}か所、{report.added}の表を取り込みました"
        f"（もう入っていた表 {report.same}、取り込まなかったところ {len(report.refused)}）。",
    )
    return redirect("population_list")


def _trail() -> list[tuple[str, str | None]]:
    return [("人口の見通し", reverse("population_list")), ("人口の表を取り込む", None)]


@permitted(Permission.MAKE_PROJECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def population_area(request: HttpRequest, key: str) -> HttpResponse:
    """Say which small areas, or which shares of them, make up a platform's area."""
    body = place_of(request, key)
    actor = cast(ActingRequest, request).actor
    if body.kind != BodyKind.PLATFORM or body.parent is None:
        raise Http404
    if not may(actor, Permission.MAKE_PROJECTION, body.path):
        raise PermissionDenied
    text, errors = _written(body), cast(Errors, [])
    if request.method == "POST":
        text = request.POST.get("parts", "")
        try:
            made = compose_platform(body=body, parts=_parts(text), by=actor)
        except ValidationError as slip:
            errors = [("parts", "".join(slip.messages))]
        else:
            messages.success(request, f"{len(made)}年分の人口の表を組み立てました。")
            return redirect("population", key=key)
    areas = {row.code: row for row in small_areas(body.parent)}
    context = {
        "body": body,
        "key": key,
        "text": text,
        "areas": list(areas.values()),
        "errors": errors,
        "breadcrumbs": [
            ("人口の見通し", reverse("population_list")),
            (body.name, reverse("population", args=[key])),
            ("区域を組み立てる", None),
        ],
    }
    return render(request, "population/area.html", context, status=422 if errors else 200)


def _written(body: Body) -> str:
    """The parts that the latest tables were made of, as they were typed."""
    tables = own_tables(body)
    parts = tables[-1].file.parts if tables else {}
    return "\n".join(code if share == "1" else f"{code} {share}" for code, share in parts.items())


def _parts(text: str) -> dict[str, Fraction]:
    """Codes with their shares, one a line. Raises ValidationError for what cannot be read."""
    parts: dict[str, Fraction] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.replace("\u3000", " ").replace(",", " ").split()
        if not words:
            continue
        code, *rest = words
        share = _share(rest[0]) if rest else Fraction(1)
        if share is None or len(rest) > 1:
            raise ValidationError(
                f"{number}行目「{line.strip()}」を読めません。"
                "番号のあとに空白をあけて、1/4 や 25% のように割合を書いてください。"
            )
        if code in parts:
            raise ValidationError(f"{number}行目の {code} は2回目です。1つにしてください。")
        parts[code] = share
    return parts


def _share(text: str) -> Fraction | None:
    found = _SHARE.fullmatch(squeeze_ascii(text))
    if found is None or (found[2] and found[2].endswith("/0")):
        return None
    return Fraction(found[1]) / 100 if found[1] else Fraction(found[2])
