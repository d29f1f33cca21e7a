"""Try other numbers against last year; nothing is kept, and the address holds everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comipla.blockgrants.codec import core_scheme
from comipla.blockgrants.selectors import metrics_of
from comipla.blockgrants.services import Trial, try_out
from comipla.core.access import Permission, may
from comipla.core.allocation import (
    Adjust,
    AllocationError,
    AllocationScheme,
    Component,
    Knob,
    knobs,
)
from comipla.core.allocation.numbers import decimal_text, say_rate
from comipla.web.access import permitted
from comipla.web.allocations.fields import word_labels
from comipla.web.allocations.pictures import comparison_chart, ratio_words
from comipla.web.views.allocations.finding import actor_of, find, trail

_RATIOS = frozenset({"share", "band", "up", "down"})


@dataclass(frozen=True)
class Slider:
    """A number of the scheme that can be tried otherwise."""

    name: str
    label: str
    value: str
    base: str

    @property
    def changed(self) -> bool:
        """Whether another number is tried."""
        return self.value != self.base


@permitted(Permission.SEE_PLATFORM)
@require_safe
def allocation_try(request: HttpRequest, pk: int) -> HttpResponse:
    """What the scheme gives today, with numbers of one's own."""
    scheme = find(request, pk)
    if not may(actor_of(request), Permission.SEE_PLATFORM, scheme.municipality.path):
        scheme = find(request, pk, Permission.PREPARE_ALLOCATION)
    context: dict[str, Any] = {
        "scheme": scheme,
        "sliders": [],
        "trial": None,
        "ratio": ratio_words,
        "breadcrumbs": trail(scheme, "試算"),
    }
    try:
        base = core_scheme(scheme, metrics_of(scheme.municipality))
        context["sliders"] = sliders = _sliders(base, request)
        trial = try_out(scheme, {s.name: s.value for s in sliders if s.changed})
    except AllocationError as slip:
        context["slips"] = str(slip).splitlines()
    else:
        context |= _shown(trial)
    context["changed"] = any(slider.changed for slider in context["sliders"])
    return render(request, "allocations/try.html", context)


def _sliders(scheme: AllocationScheme, request: HttpRequest) -> list[Slider]:
    found = []
    labels = {part.key: word_labels(_shape_of(part)) for part in scheme.components}
    for knob in knobs(scheme):
        base = _written(knob)
        typed = request.GET.get(knob.path, "").strip()
        found.append(Slider(knob.path, _label(knob, labels), typed or base, base))
    return found


def _written(knob: Knob) -> str:
    if knob.path.rpartition(".")[2] in _RATIOS:
        return say_rate(knob.value)
    return decimal_text(knob.value) or str(knob.value)


def _shape_of(part: Component) -> str:
    return f"{part.kind}:{part.method}" if isinstance(part, Adjust) else str(part.kind)


def _label(knob: Knob, labels: Mapping[str, Mapping[str, str]]) -> str:
    """世帯割：1つあたりの額; the core writes the word of a scheme file behind the name."""
    key, _, word = knob.path.rpartition(".")
    known = labels.get(key, {}).get(word)
    return f"{knob.label.removesuffix(f'（{word}）')}：{known}" if known else knob.label


def _shown(trial: Trial) -> dict[str, Any]:
    result, comparison = trial.simulation.result, trial.comparison
    return {
        "trial": trial,
        "result": result,
        "comparison": comparison,
        "chart": comparison_chart(comparison) if comparison else None,
    }
