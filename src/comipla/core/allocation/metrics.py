"""What a scheme counts: metrics with their provenance, and the values of each platform."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from comipla.core.allocation.numbers import AllocationError, Exact, exact, say


@dataclass(frozen=True, slots=True)
class Metric:
    """Something counted: its code in data, its name, its unit (世帯), and where it comes from.

    `base_date` is the day it was counted on, `source` what it was taken from (住民基本台帳),
    `include_foreigners` whether foreign residents count (None: not said), `exclusions` what was
    left out (国有林を除く).
    """

    code: str
    label: str = ""
    unit: str = ""
    base_date: date | None = None
    source: str = ""
    include_foreigners: bool | None = None
    exclusions: str = ""

    @property
    def name(self) -> str:
        """The label, or the code where there is none."""
        return self.label or self.code

    def say(self, value: Exact) -> str:
        """A value with its unit: 150世帯."""
        return f"{say(value)}{self.unit}"

    @property
    def provenance(self) -> str:
        """Source, day and what counts, for the foot of a 算定調書; empty where nothing is known."""
        foreigners = {True: "外国人を含む", False: "外国人を除く", None: ""}
        day = f"{self.base_date:%Y-%m-%d}現在" if self.base_date else ""
        parts = (self.source, day, foreigners[self.include_foreigners], self.exclusions)
        return "、".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class PlatformMetrics:
    """The values of one platform by metric code; a code without value is simply not there.

    Raises AllocationError for an empty code and for values that are negative or no numbers.
    """

    code: str
    name: str = ""
    values: Mapping[str, Exact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.code, str) or not self.code.strip():
            raise AllocationError(f"団体コードを文字で入れてください（今は {self.code!r}）。")
        if not isinstance(self.values, Mapping):
            raise AllocationError(
                f"団体 {self.title}の値は、指標と数の対応（dict）で渡してください。"
            )
        place = f"団体 {self.title}の「%s」"
        values = {
            code: exact(value, place.replace("%s", str(code)))
            for code, value in self.values.items()
        }
        object.__setattr__(self, "values", values)

    @property
    def title(self) -> str:
        """Code and name as people point at a platform."""
        return f"{self.code} {self.name}" if self.name and self.name != self.code else self.code


@dataclass(frozen=True, slots=True)
class Metrics:
    """The platforms of a scheme in the order to be shown, and where their values come from.

    `definitions` tell about the metrics as collected; they stand before those of the scheme.
    Raises AllocationError for a platform code that occurs twice.
    """

    platforms: tuple[PlatformMetrics, ...]
    definitions: tuple[Metric, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "platforms", tuple(self.platforms))
        object.__setattr__(self, "definitions", tuple(self.definitions))
        seen: set[str] = set()
        for number, platform in enumerate(self.platforms, start=1):
            if not isinstance(platform, PlatformMetrics):
                raise AllocationError(f"{number}番目の団体は PlatformMetrics で渡してください。")
            if platform.code in seen:
                raise AllocationError(
                    f"団体コード {platform.code} が2回出てきます（2回目は{number}番目）。"
                    "1つの団体は1行にしてください。"
                )
            seen.add(platform.code)

    @classmethod
    def of(
        cls, values: Mapping[str, Mapping[str, Exact]], definitions: Iterable[Metric] = ()
    ) -> Self:
        """Metrics from plain mappings: ``{"01": {"population": 4200}}``."""
        platforms = tuple(PlatformMetrics(code, values=row) for code, row in values.items())
        return cls(platforms, tuple(definitions))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the platforms, in order."""
        return tuple(platform.code for platform in self.platforms)
