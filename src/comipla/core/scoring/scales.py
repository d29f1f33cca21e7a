"""Scales: which grades a judge may give, and the points each is worth."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, TypeAlias

from comipla.core.digits import squeeze_ascii
from comipla.core.scoring.words import points

Grade: TypeAlias = str | int | Fraction
"""What a judge wrote: a letter, or a number as text, int or Fraction (never a float)."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6}|/[1-9][0-9]{0,5})?")


class SchemeError(ValueError):
    """A scheme that cannot be used; `problems` are sentences, in Japanese, one for each defect."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Scale:
    """Either numbers from `least` to `most` in steps, or `grades`, each with its points.

    With `grades` the two ends are those of the points; the best grade is the one worth most.
    """

    least: Fraction = Fraction(0)
    most: Fraction = Fraction(5)
    step: Fraction = Fraction(1)
    grades: Mapping[str, Fraction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.grades:
            tidy = {squeeze_ascii(name): Fraction(worth) for name, worth in self.grades.items()}
            if len(tidy) < 2 or len(tidy) < len(self.grades) or "" in tidy:
                raise SchemeError(["評語（A、B など）は、ちがう名前で2つ以上書いてください。"])
            object.__setattr__(self, "grades", tidy)
            object.__setattr__(self, "least", min(tidy.values()))
            object.__setattr__(self, "most", max(tidy.values()))
        if self.least >= self.most or self.step <= 0:
            raise SchemeError(
                [
                    "点数の幅は、最低点が最高点より小さく、刻みが0より大きくなるように書いてください。"
                ]
            )

    def read(self, grade: Grade) -> Fraction:
        """The points of a grade; ValueError with a sentence for what is not on the scale."""
        if isinstance(grade, bool) or not isinstance(grade, str | int | Fraction):
            raise ValueError(f"「{grade}」は読めません。{self.how_to}")
        if self.grades:
            worth = self.grades.get(squeeze_ascii(str(grade)))
            if worth is None:
                raise ValueError(f"「{grade}」は評語にありません。{self.how_to}")
            return worth
        number = Fraction(grade) if isinstance(grade, int | Fraction) else read_number(grade)
        if number is None:
            raise ValueError(f"「{grade}」は数として読めません。{self.how_to}")
        if not self.least <= number <= self.most:
            raise ValueError(f"「{grade}」は点数の幅の外です。{self.how_to}")
        if (number - self.least) % self.step:
            raise ValueError(f"「{grade}」は刻みに合いません。{self.how_to}")
        return number

    def worth(self, grade: Grade) -> Fraction | None:
        """The points of a grade, None for what is not on the scale."""
        try:
            return self.read(grade)
        except ValueError:
            return None

    @property
    def how_to(self) -> str:
        """What a judge may write, as a sentence."""
        if self.grades:
            listed = "、".join(f"{name}（{points(worth)}）" for name, worth in self.grades.items())
            return f"{listed}から選んでください。"
        step = "" if self.step == 1 else f"（{points(self.step)}刻み）"
        return f"{points(self.least)}から{points(self.most)}までで入力してください{step}。"


def read_number(text: str) -> Fraction | None:
    """A number as people write it (3、３．５、1/2), or None."""
    tidy = squeeze_ascii(text)
    return Fraction(tidy) if _NUMBER.fullmatch(tidy) else None
