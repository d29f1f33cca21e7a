"""The papers of a year's money (community-platform D6), as words for the printer."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from comipla.books.models import Asset, BankBook, Book, BooksYear, BudgetLine, Grant
from comipla.books.selectors.balances import balances_of
from comipla.books.selectors.settling import budgets_of, statement_of
from comipla.core.books import AuditPoint, Line, Side, Statement
from comipla.core.money import Yen, format_yen
from comipla.core.paper_blocks import (
    Annex,
    Block,
    Column,
    Content,
    Pairs,
    Paragraphs,
    Party,
    Table,
)
from comipla.core.wareki import format_wareki, format_wareki_short


class PaperKind(StrEnum):
    """The papers. Stored and in addresses; never rename a value."""

    BUDGET = "budget"
    SETTLEMENT = "settlement"
    ASSETS = "assets"
    BALANCES = "balances"
    GRANTS = "grants"
    AUDIT = "audit"
    AGENDA = "agenda"

    @property
    def label(self) -> str:
        """The paper's name."""
        return _LABELS[self]


_LABELS = {
    PaperKind.BUDGET: "収支予算書",
    PaperKind.SETTLEMENT: "収支決算書",
    PaperKind.ASSETS: "財産目録・備品台帳",
    PaperKind.BALANCES: "通帳残高一覧",
    PaperKind.GRANTS: "交付金実績報告（収支の部）",
    PaperKind.AUDIT: "監査報告書",
    PaperKind.AGENDA: "総会議案書（会計の部）",
}


def closing_papers() -> tuple[PaperKind, ...]:
    """The papers that the assembly's approval issues."""
    return (
        PaperKind.SETTLEMENT,
        PaperKind.ASSETS,
        PaperKind.BALANCES,
        PaperKind.GRANTS,
        PaperKind.AGENDA,
    )


def build_paper(
    year: BooksYear,
    kind: PaperKind,
    *,
    points: Sequence[AuditPoint] = (),
    signers: str = "",
    opinion: str = "",
) -> Content:
    """The words of a paper as the books stand now."""
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    if kind is PaperKind.AUDIT:
        blocks = _audit(year, points, signers, opinion)
    elif kind is PaperKind.AGENDA:
        blocks, annexes = _agenda(year)
    else:
        blocks = _BUILDERS[kind](year)
    return Content(
        title=f"{year.fiscal.label}{kind.label}",
        layout="form",
        sender=Party((year.platform.name,)),
        blocks=blocks,
        annexes=annexes,
    )


def _budget(year: BooksYear) -> tuple[Block, ...]:
    """収支予算書, one table a set of accounts and side; the revised plan beside the first."""
    lines = budgets_of(year)
    heading: tuple[str, ...]
    revised = any(line.revised is not None for line in lines)
    if revised:
        heading = ("科目", "当初予算額", "補正額", "補正後予算額", "摘要")
    else:
        heading = ("科目", "予算額", "摘要")
    blocks: list[Block] = []
    for book in Book.objects.filter(platform_id=year.platform_id):
        for side in Side:
            rows = [
                line
                for line in lines
                if line.book_id == book.pk and line.account.side == side.value
            ]
            if rows:
                blocks.append(_budget_table(f"{book.name}　{side.label}の部", heading, rows))
    return tuple(blocks) or (Paragraphs(("予算はまだ入っていません。",)),)


def _budget_table(title: str, heading: tuple[str, ...], lines: Sequence[BudgetLine]) -> Table:
    revised = len(heading) == 5

    def cells(name: str, original: Yen, current: Yen, remark: str) -> tuple[str, ...]:
        if revised:
            return (name, _n(original), _n(current - original), _n(current), remark)
        return (name, _n(original), remark)

    return Table(
        columns=_columns(heading),
        rows=tuple(
            cells(line.account.label, line.original, line.plain.current, line.remark)
            for line in lines
        ),
        totals=(
            cells(
                "合計",
                sum(line.original for line in lines),
                sum(line.plain.current for line in lines),
                "",
            ),
        ),
        heading=title,
        unit="単位：円",
    )


def _settlement(year: BooksYear) -> tuple[Block, ...]:
    """収支決算書: the whole, and each set of accounts where there are several."""
    books = list(Book.objects.filter(platform_id=year.platform_id))
    blocks = [*_statement("全会計" if len(books) > 1 else "", statement_of(year))]
    if len(books) > 1:
        for book in books:
            blocks += _statement(book.name, statement_of(year, book=book.pk))
    return tuple(blocks)


def _grants(year: BooksYear) -> tuple[Block, ...]:
    """交付金実績報告: the lines of each grant alone, nothing typed again."""
    blocks: list[Block] = []
    for grant in Grant.objects.filter(platform_id=year.platform_id):
        statement = statement_of(year, grant=grant.pk)
        if not any(line.count for side in Side for line in statement.lines(side)):
            continue
        facts = (
            ("交付金・補助金", grant.name),
            ("交付した者", grant.giver),
            ("交付決定日", format_wareki(grant.decided_on)),
            ("交付決定額", format_yen(grant.amount)),
        )
        blocks.append(Pairs(facts, heading=grant.name))
        blocks += _statement("", statement, planned=False)
    return tuple(blocks) or (Paragraphs(("交付金の印を付けた伝票はありません。",)),)


def _statement(name: str, statement: Statement, *, planned: bool = True) -> list[Block]:
    heading = ("科目", "予算額", "決算額", "増減", "摘要") if planned else ("科目", "決算額")
    blocks: list[Block] = []
    for side in Side:
        lines = [
            line
            for line in statement.lines(side)
            if line.count or line.budget or (planned and line.is_top)
        ]
        total = (statement.planned(side), statement.total(side))
        blocks.append(
            Table(
                columns=_columns(heading),
                rows=tuple(_cells(line, planned) for line in lines),
                totals=(
                    (f"{side.label}合計", _n(total[0]), _n(total[1]), _n(total[1] - total[0]), "")
                    if planned
                    else (f"{side.label}合計", _n(total[1])),
                ),
                heading=f"{name}　{side.label}の部".strip(),
                unit="単位：円",
            )
        )
    rest = "次年度への繰越金" if planned else "残額"
    blocks.append(
        Paragraphs(
            (f"{statement.sentence.split(' ＝ ')[0]} ＝ {rest} {format_yen(statement.carry)}",)
        )
    )
    return blocks


def _cells(line: Line, planned: bool) -> tuple[str, ...]:
    name = line.account.label if line.is_top else f"　{line.account.label}"
    if not planned:
        return (name, _n(line.actual))
    return (name, _n(line.budget), _n(line.actual), _n(line.difference), line.remark)


def _assets(year: BooksYear) -> tuple[Block, ...]:
    """財産目録: banks and cash with their balances, and the things that are owned."""
    things = Asset.objects.filter(
        platform_id=year.platform_id, acquired_on__lte=year.ends_on
    ).exclude(disposed_on__lte=year.ends_on)
    rows = tuple(
        (
            thing.name,
            str(thing.quantity),
            format_wareki_short(thing.acquired_on),
            _n(thing.price),
            thing.place,
        )
        for thing in things
    )
    table: Block = Table(
        columns=_columns(("品名", "数量", "取得日", "取得額", "保管場所"), numbers=(1, 3)),
        rows=rows,
        totals=(("合計", "", "", _n(sum(thing.price for thing in things)), ""),),
        heading="備品",
        unit="単位：円",
    )
    empty: Block = Paragraphs(("備品はありません。",), heading="備品")
    return (*_balances(year), table if rows else empty)


def _balances(year: BooksYear) -> tuple[Block, ...]:
    """通帳残高一覧 on the last day of the year."""
    held = balances_of(year)
    banks = BankBook.objects.filter(book__platform_id=year.platform_id).select_related("book")
    return (
        Table(
            columns=_columns(
                ("会計", "通帳・現金", "残高", "通帳を持つ人", "印鑑を持つ人"), numbers=(2,)
            ),
            rows=tuple(
                (
                    bank.book.name,
                    bank.name,
                    _n(held.get(bank.pk, 0)),
                    bank.passbook_holder,
                    bank.seal_holder,
                )
                for bank in banks
            ),
            totals=(("合計", "", _n(sum(held.values())), "", ""),),
            heading=f"{format_wareki(year.ends_on)}現在の預金・現金",
            unit="単位：円",
        ),
    )


def _audit(
    year: BooksYear, points: Sequence[AuditPoint], signers: str, opinion: str
) -> tuple[Block, ...]:
    statement = statement_of(year)
    return (
        Paragraphs(
            (f"{year.platform.name}の{year.fiscal.label}の会計を監査した結果は、次のとおりです。",)
        ),
        Pairs(
            (
                ("収入決算額", format_yen(statement.total(Side.INCOME))),
                ("支出決算額", format_yen(statement.total(Side.EXPENSE))),
                ("次年度への繰越金", format_yen(statement.carry)),
                ("監査の意見", opinion.strip()),
                ("監事", signers.strip()),
            )
        ),
        Table(
            columns=_columns(("確かめた項目", "結果", "内容"), numbers=()),
            rows=tuple((point.label, point.state.label, point.detail) for point in points),
            heading="確かめた項目",
        ),
    )


def _agenda(year: BooksYear) -> tuple[tuple[Block, ...], tuple[Annex, ...]]:
    """議案書: the papers of the year's money as sheets behind one cover."""
    following = (
        BooksYear.objects.for_system("next year's plan")
        .filter(platform_id=year.platform_id, year=year.year + 1)
        .first()
    )
    sheets: list[tuple[str, tuple[Block, ...]]] = [
        (f"{year.fiscal.label}収支決算", _settlement(year)),
        (f"{year.fiscal.label}財産目録", _assets(year)),
    ]
    report = year.audit_reports.first()
    if report is not None:
        said = Pairs((("監査の意見", report.opinion), ("監事", report.signers)))
        sheets.append((f"{year.fiscal.label}監査報告", (said,)))
    if following is not None:
        sheets.append((f"{following.fiscal.label}収支予算（案）", _budget(following)))
    cover = Pairs(
        tuple((f"第{number}号", f"{title}について") for number, (title, _) in enumerate(sheets, 1))
    )
    annexes = tuple(
        Annex(f"議案第{number}号", title, blocks)
        for number, (title, blocks) in enumerate(sheets, 1)
    )
    return (cover,), annexes


_BUILDERS: dict[PaperKind, Callable[[BooksYear], tuple[Block, ...]]] = {
    PaperKind.BUDGET: _budget,
    PaperKind.SETTLEMENT: _settlement,
    PaperKind.ASSETS: _assets,
    PaperKind.BALANCES: _balances,
    PaperKind.GRANTS: _grants,
}


def _columns(labels: Sequence[str], numbers: Sequence[int] | None = None) -> tuple[Column, ...]:
    """Columns of a table of amounts: all between the first and a remark hold numbers."""
    if numbers is None:
        numbers = [place for place, label in enumerate(labels) if place and label != "摘要"]
    return tuple(
        Column(label, "end" if place in numbers else "start", 0 if place in numbers else 2)
        for place, label in enumerate(labels)
    )


def _n(amount: Yen) -> str:
    return f"{amount:,}"
