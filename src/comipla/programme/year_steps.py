"""The steps of a programme year as declarations: what each is called, when it comes, what follows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from comipla.programme.models import ProgrammeYear, YearState
from comipla.programme.services import NEXT_STATE, PREVIOUS_STATE

NOTICE: Final = timedelta(days=30)
"""How long before its day a step comes onto the desk of who keeps the programme."""


@dataclass(frozen=True)
class YearStep:
    """One step forward: the state it leads to, the words of its button and of its day.

    `effects` are sentences that say what follows from it. `done` says that it was taken.
    """

    to: YearState
    label: str
    day_label: str
    done: str
    effects: tuple[str, ...]


_STEPS: Final = {
    step.to: step
    for step in (
        YearStep(
            YearState.RUNNING,
            "予算の成立を記録する",
            "議決日",
            "予算の成立を記録しました。内示と決定ができるようになりました。",
            (
                "内示、交付決定など、文書番号の付く決定ができるようになります。",
                "画面から「案」の表示が消えます。",
                "あとから取り消すことはできません。",
            ),
        ),
        YearStep(
            YearState.YEAR_END,
            "年度末処理に進める",
            "進める日",
            "年度末処理に進めました。",
            (
                "出納整理期間に入ったことが画面に出ます。",
                "この年度の要望は受け付けなくなります。",
                "実績報告、額の確定、支払は続けられます。",
                "取り消すには、理由を書いて前の段階に戻します。",
            ),
        ),
        YearStep(
            YearState.CASH_CLOSED,
            "出納の閉鎖を記録する",
            "閉鎖した日",
            "出納の閉鎖を記録しました。",
            (
                "この年度の支払が終わったことが画面に出て、支払の起案と決裁はできなくなります。",
                "このあとに戻る返還金は、翌年度の歳入になります。収納の記録は続けられます。",
                "支払の終わっていない案件がないか、先に確かめます。",
                "取り消すには、理由を書いて前の段階に戻します。",
            ),
        ),
        YearStep(
            YearState.SETTLED,
            "決算の認定を記録する",
            "認定された日",
            "決算の認定を記録しました。",
            (
                "この年度の数字が決算として定まったことが画面に出ます。",
                "あとから取り消すことはできません。",
            ),
        ),
    )
}


_BACK: Final = {
    step.to: step
    for step in (
        YearStep(
            YearState.RUNNING,
            "執行中に戻す",
            "戻す日",
            "執行中に戻しました。",
            (
                "この年度の要望を、また受け付けるようになります。",
                "戻した人、日、理由が経過に残り、消せません。",
            ),
        ),
        YearStep(
            YearState.YEAR_END,
            "出納の閉鎖を取り消す",
            "取り消す日",
            "出納の閉鎖を取り消しました。",
            (
                "この年度の支払の起案と決裁が、またできるようになります。",
                "出納閉鎖の日を過ぎた支払は、法令では翌年度の歳出（過年度支出）です。"
                "閉鎖の記録を誤ったときだけ取り消します。",
                "取り消した人、日、理由が経過に残り、消せません。",
            ),
        ),
    )
}


def back_step(year: ProgrammeYear) -> YearStep | None:
    """The one step back, which needs a reason; None where nothing can be reopened."""
    state = PREVIOUS_STATE.get(YearState(year.state))
    return _BACK[state] if state else None


def next_step(year: ProgrammeYear) -> YearStep | None:
    """The one step forward; None once the accounts have been approved."""
    state = NEXT_STATE.get(YearState(year.state))
    return _STEPS[state] if state else None


def step_day(year: ProgrammeYear) -> date | None:
    """The day by which the next step is usually taken; None where no day is fixed."""
    step = next_step(year)
    if step is None:
        return None
    fiscal = year.fiscal
    return {
        YearState.RUNNING: fiscal.start,
        YearState.YEAR_END: fiscal.next.start,
        YearState.CASH_CLOSED: fiscal.cashier_close,
    }.get(step.to)


def earliest_day(year: ProgrammeYear) -> date | None:
    """The first day on which the next step can have been taken; None where any day will do."""
    step = next_step(year)
    if step is None:
        return None
    fiscal = year.fiscal
    return {
        YearState.YEAR_END: fiscal.next.start,
        YearState.CASH_CLOSED: fiscal.next.start,
        YearState.SETTLED: fiscal.cashier_close,
    }.get(step.to)


def step_has_come(year: ProgrammeYear, *, today: date) -> bool:
    """Tell whether the next step belongs onto the desk."""
    day = step_day(year)
    return day is not None and day - NOTICE <= today
