"""The parameters of a year as they are read for review: value, reference, change, mark."""

from collections.abc import Sequence
from dataclasses import dataclass

from comipla.core.parameters import Setting
from comipla.programme.models import ParameterReview, ProgrammeYear
from comipla.programme.parameters import in_force, parameters_at


@dataclass(frozen=True)
class Reviewed:
    """A parameter of a year. `before` is the printed value of the year before where it differs.

    `review` is the mark of who held this very value against its reference, if somebody has.
    """

    setting: Setting
    before: str
    review: ParameterReview | None


def settings_of(year: ProgrammeYear) -> Sequence[Reviewed]:
    """Everything that is set for a year, in the order of its file; two queries."""
    marks = {
        (mark.parameter, mark.since, mark.value): mark
        for mark in ParameterReview.objects.filter(programme_year=year).select_related("by")
    }
    earlier = _before(year)
    return [
        Reviewed(
            setting,
            _changed(setting, earlier),
            marks.get((setting.parameter.key, setting.dated.since, setting.printed)),
        )
        for setting in in_force(year)
    ]


def _before(year: ProgrammeYear) -> dict[str, str] | None:
    """The printed values of the year before, as it ended; None where there was none."""
    previous = ProgrammeYear.objects.filter(
        prefecture_id=year.prefecture_id, year=year.year - 1
    ).first()
    if previous is None:
        return None
    settings = parameters_at(previous, previous.fiscal.end)
    return {setting.parameter.key: setting.printed for setting in settings}


def _changed(setting: Setting, earlier: dict[str, str] | None) -> str:
    if earlier is None:
        return ""
    before = earlier.get(setting.parameter.key, "（定めなし）")
    return "" if before == setting.printed else before
