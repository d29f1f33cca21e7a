"""``comipla open-year``: prepare the next programme year, or the first one of an installation."""

import click
from django.core.exceptions import ValidationError

from comipla.config.words import OperatorError, both, paragraphs
from comipla.core.fiscal import FiscalYear
from comipla.core.wareki import DateError
from comipla.people.models import Body
from comipla.programme.clock import today
from comipla.programme.parameters import in_force
from comipla.programme.rollover import plan_for
from comipla.programme.services import roll_over


@click.command(
    name="open-year",
    help=paragraphs(
        "次の年度を開きます。定めと様式は前の年度から引き継ぎ、予算額と上限額は空です。\n"
        "はじめての年度は --year R6 のように名前を書きます。あとは年度の画面で進めます。",
        "Open the next programme year with the editions of the year before and no money yet.\n"
        "Name the very first year, as in --year R6. All else is done on the pages.",
    ),
)
@click.option("--year", "name", help="年度 / year (R6, 令和6年度, 2024)")
@click.option("--prefecture", default="46", show_default=True, help="都道府県番号 / number")
@click.option(
    "--dry-run", is_flag=True, help="開かずに、何が開くかだけを示す / only show what would be"
)
def command(name: str | None, prefecture: str, dry_run: bool) -> None:
    """Open the year, or say in words why it cannot be opened."""
    body = Body.objects.filter(code=prefecture).first()
    if body is None:
        raise OperatorError(
            f"番号 {prefecture} の県はまだありません。先に comipla import places を行ってください。",
            f"There is no body {prefecture} yet. Run comipla import places first.",
        )
    year = _year(name)
    try:
        plan = plan_for(body, today=today(), year=year)
        if plan.refusal:
            raise ValidationError(plan.refusal)
        if not dry_run:
            opened = roll_over(prefecture=body, by=None, year=plan.year)
    except LookupError:
        raise OperatorError(
            f"{name} とそれより前の定めのファイルがありません。定めのある年度を書いてください。",
            f"There are no parameters for {name} or before.",
        ) from None
    except ValidationError as refusal:
        raise OperatorError("\n".join(refusal.messages), "The year was not opened.") from None
    editions = f"定め {plan.parameters}、様式 {plan.forms}"
    if dry_run:
        click.echo(
            both(
                f"{plan.year.label}を開けます（{editions}）。まだ開いていません。",
                f"{plan.year.code} can be opened. Nothing was changed.",
            )
        )
        return
    count = len(list(in_force(opened)))
    click.echo(
        both(
            f"{plan.year.label}を開きました（{editions}）。年度の画面で定め{count}件を確かめ、"
            "予算額と上限額を入れてください。",
            f"{plan.year.code} is open. Review {count} parameters and enter budget and caps.",
        )
    )


def _year(name: str | None) -> FiscalYear | None:
    if name is None:
        return None
    try:
        return FiscalYear.parse(name)
    except DateError as problem:
        raise OperatorError(f"--year：{problem}。", "Write a year such as R6.") from None
