"""The small forms by which a year is kept: read tolerantly, keeping what was typed."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

from comipla.core.fiscal import FiscalYear
from comipla.core.money import MoneyError, format_yen, parse_yen
from comipla.core.wareki import DateError, format_wareki, format_wareki_short, parse_date
from comipla.programme.models import Call, Envelope
from comipla.programme.year_steps import YearStep

_LONGEST_REASON = 400
_READERS: dict[str, Callable[[str], Any]] = {"date": parse_date, "yen": parse_yen, "text": str}
Typed = Mapping[str, Any] | None
DO = "do"
"""What the last button of a form asks for: do it now."""
_STALE = "画面が古くなっていました。内容を確かめて、もう一度送ってください。"


class YearForm:
    """What was typed, what it was read as, and every problem with it as (field, sentence).

    `fields` are (name, kind, label, help, required); `raw` is shown again as it was typed. `key`
    goes along from the first page to the last, so that a second press repeats nothing.
    """

    fields: tuple[tuple[str, str, str, str, bool], ...] = ()

    def __init__(self, typed: Typed, initial: Mapping[str, str] | None = None) -> None:
        self.typed = typed is not None
        source: Mapping[str, Any] = typed if typed is not None else (initial or {})
        self.raw = {name: str(source.get(name, "")).strip() for name, *_ in self.fields}
        self.values: dict[str, Any] = {}
        self.problems: list[tuple[str | None, str]] = []
        self.key = _key(source) or uuid.uuid4()
        if self.typed:
            if source.get("stage") == DO and _key(source) is None:
                self.problems.append((None, _STALE))
            for name, kind, label, _help, required in self.fields:
                self._read(name, kind, label, required)

    @property
    def hidden(self) -> dict[str, str]:
        """What goes along unseen."""
        return {"key": str(self.key)}

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Every answer once more, as it was understood."""
        return [(label, self._shown(name, kind)) for name, kind, label, *_ in self.fields]

    def day(self, name: str) -> date:
        """A day that was read."""
        return cast(date, self.values[name])

    def yen(self, name: str) -> int:
        """An amount that was read."""
        return cast(int, self.values[name])

    def text(self, name: str) -> str:
        """A text that was read; empty where nothing was typed."""
        return cast(str, self.values.get(name, ""))

    def _read(self, name: str, kind: str, label: str, required: bool) -> None:
        text = self.raw[name]
        if not text:
            if required:
                self.problems.append((name, f"{label}を入れてください。"))
            return
        try:
            self.values[name] = _READERS[kind](text)
        except (DateError, MoneyError) as problem:
            self.problems.append((name, f"{label}：{problem}。"))
        if kind == "text" and len(text) > _LONGEST_REASON:
            self.problems.append((name, f"{label}を{_LONGEST_REASON}文字以内にしてください。"))

    def _shown(self, name: str, kind: str) -> str:
        value = self.values.get(name)
        if kind == "date" and value is not None:
            return format_wareki(value, weekday=True)
        return format_yen(value) if kind == "yen" and value is not None else self.raw[name]

    def _not_after(self, name: str, today: date) -> None:
        day = self.values.get(name)
        if day is not None and day > today:
            label = next(field[2] for field in self.fields if field[0] == name)
            self.problems.append(
                (name, f"{label}を、今日（{format_wareki(today)}）までの日付にしてください。")
            )


class StepForm(YearForm):
    """When a step of the year was taken, and a word about it."""

    def __init__(self, typed: Typed, *, step: YearStep, today: date, earliest: date | None) -> None:
        self.step = step
        self.fields = (
            ("on", "date", step.day_label, "", True),
            ("reason", "text", "メモ", "議案の番号など、あとで確かめる手がかりを書けます。", False),
        )
        super().__init__(typed)
        self._not_after("on", today)
        day = self.values.get("on")
        if day is not None and earliest is not None and day < earliest:
            self.problems.append(
                ("on", f"{step.day_label}を、{format_wareki(earliest)}以後の日付にしてください。")
            )

    @property
    def hidden(self) -> dict[str, str]:
        """The step that is meant, so that a second press does not take the next one."""
        return {**super().hidden, "to": self.step.to.value}


class ReopenForm(YearForm):
    """When and why a step of the year is taken back."""

    def __init__(self, typed: Typed, *, step: YearStep, today: date) -> None:
        self.step = step
        why = "何を誤ったか、だれの求めかを書きます。経過に残ります。"
        self.fields = (
            ("on", "date", step.day_label, "", True),
            ("reason", "text", "理由", why, True),
        )
        super().__init__(typed)
        self._not_after("on", today)

    @property
    def hidden(self) -> dict[str, str]:
        """The state that is meant, so that a second press does not go back further."""
        return {**super().hidden, "to": self.step.to.value}


class OpenForm(YearForm):
    """Nothing to type: the press of the button opens the year that was shown."""

    def __init__(self, typed: Typed, *, year: FiscalYear) -> None:
        self.year = year
        super().__init__(typed)

    @property
    def hidden(self) -> dict[str, str]:
        """The year that is meant, so that a second press does not open the next one."""
        return {**super().hidden, "year": self.year.code}


class CapsForm(YearForm):
    """A cap for every municipality, its day and its reason."""

    fields = (
        ("limit", "yen", "1市町村あたりの上限額", "すべての市町村に同じ額を入れます。", True),
        ("on", "date", "変える日", "要綱の施行日などです。", True),
        ("reason", "text", "理由", "例：要綱の制定、要綱の改正", True),
    )

    def __init__(self, typed: Typed, *, limits: Iterable[int], usual: int, today: date) -> None:
        now = sorted(set(limits))
        one = now[0] if len(now) == 1 and now[0] else usual
        super().__init__(typed, {"limit": str(one)})
        self.before = str((typed or {}).get("before", ",".join(map(str, now))))
        self._not_after("on", today)

    @property
    def hidden(self) -> dict[str, str]:
        """The different caps on which the change was thought out."""
        return {**super().hidden, "before": self.before}

    @property
    def expected(self) -> tuple[int, ...]:
        """The same as yen; what is no figure is passed over and then agrees with nothing."""
        return tuple(int(part) for part in self.before.split(",") if part.isdecimal())


class BudgetForm(YearForm):
    """A new limit of the budget line, its day and its reason."""

    fields = (
        ("limit", "yen", "新しい予算額", "変えたあとの額の全体を入れます。", True),
        ("on", "date", "変える日", "議決日や配当の日です。", True),
        ("reason", "text", "理由", "例：当初予算、9月補正予算（減額）", True),
    )

    def __init__(self, typed: Typed, *, envelope: Envelope, today: date) -> None:
        self.envelope = envelope
        super().__init__(typed, {"limit": str(envelope.limit or "")})
        self.before = str((typed or {}).get("before", envelope.limit))
        self._not_after("on", today)
        self._check_limit()

    @property
    def hidden(self) -> dict[str, str]:
        """The limit on which the change was thought out."""
        return {**super().hidden, "before": self.before}

    @property
    def already_done(self) -> bool:
        """Whether the limit is what was asked for, and was not when the form was opened."""
        limit = self.envelope.limit
        return self.values.get("limit") == limit and self.before != str(limit)

    def _check_limit(self) -> None:
        limit, current = self.values.get("limit"), self.envelope
        if limit is None or self.already_done:
            return
        taken = current.soft + current.hard
        if self.before != str(current.limit):
            self.problems.append(
                (
                    "limit",
                    f"画面を開いたときは {_seen(self.before)}でしたが、いまは"
                    f" {format_yen(current.limit)}に変わっています。"
                    "新しい額を確かめて、もう一度入れてください。",
                )
            )
            self.before = str(current.limit)
        elif limit == current.limit:
            self.problems.append(
                ("limit", f"いまの予算額と同じです。{format_yen(limit)}と違う額を入れてください。")
            )
        elif limit < taken:
            self.problems.append(
                (
                    "limit",
                    f"すでに内示と決定で {format_yen(taken)}を使っています。"
                    f"{format_yen(taken)}以上にしてください。",
                )
            )


class CallForm(YearForm):
    """The first and the last day of a window."""

    fields = (
        ("opens_on", "date", "始まる日", "", True),
        ("closes_on", "date", "締切の日", "この日まで受け付けます。", True),
    )

    def __init__(self, typed: Typed, *, call: Call | None) -> None:
        days = (
            {
                "opens_on": format_wareki_short(call.opens_on),
                "closes_on": format_wareki_short(call.closes_on),
            }
            if call
            else None
        )
        super().__init__(typed, days)
        opens, closes = self.values.get("opens_on"), self.values.get("closes_on")
        if opens and closes and closes < opens:
            self.problems.append(
                ("closes_on", "締切の日を、始まる日と同じ日かそれより後にしてください。")
            )


def _key(source: Mapping[str, Any]) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(source.get("key", "")))
    except ValueError:
        return None


def _seen(before: str) -> str:
    return format_yen(int(before)) if before.isdecimal() else "別の額"
