"""From scheme and sheets to a ranking in which every figure can say where it comes from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from comipla.core.scoring.explaining import Line, explain
from comipla.core.scoring.passing import Check, checks
from comipla.core.scoring.reading import read_scheme
from comipla.core.scoring.scheme import Method, Scheme
from comipla.core.scoring.sheets import Proposal, Sheet, SheetError, check_sheets
from comipla.core.scoring.tallying import Tally, tally
from comipla.core.scoring.ties import Outcome, separate
from comipla.core.scoring.words import listed


@dataclass(frozen=True)
class TieBreak:
    """Proposals with the same figure, the steps that were taken, and what is equal to the end."""

    proposals: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    still_equal: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Standing:
    """One proposal's place. `rank` is None where a condition is not met; equals share a rank."""

    tally: Tally
    rank: int | None
    checks: tuple[Check, ...]
    tied_with: tuple[str, ...] = ()

    @property
    def proposal(self) -> str:
        """The proposal's key."""
        return self.tally.key

    @property
    def total(self) -> Fraction | None:
        """The figure that was compared (points, or mean rank), None where nothing counts."""
        return self.tally.figure if self.tally.judges else None

    @property
    def passed(self) -> bool:
        """Tell whether every condition is met."""
        return all(check.met for check in self.checks)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it has no rank, in sentences; empty where it has one."""
        return tuple(check.sentence for check in self.checks if not check.met)


@dataclass(frozen=True)
class Ranking:
    """The result: best first, then those that did not pass, by their figure.

    `notes` are sentences on what a committee should know before it relies on the figures.
    """

    scheme: Scheme
    standings: tuple[Standing, ...]
    ties: tuple[TieBreak, ...]
    notes: tuple[str, ...]
    seed: str = ""

    @property
    def candidate(self) -> str | None:
        """The proposal that is alone in first place, None if none is."""
        return self._alone(1)

    @property
    def runner_up(self) -> str | None:
        """The proposal that is alone in second place (次点)."""
        return self._alone(2)

    def __getitem__(self, proposal: str) -> Standing:
        """The standing of a proposal; KeyError where there is none."""
        for standing in self.standings:
            if standing.proposal == proposal:
                return standing
        raise KeyError(proposal)

    def explain(self, proposal: str) -> tuple[Line, ...]:
        """Every intermediate figure of one proposal, in the order it was reckoned."""
        standing = self[proposal]
        return (
            *explain(self.scheme, standing.tally),
            *(
                Line("条件" if check.met else "みたしていない条件", check.sentence)
                for check in standing.checks
            ),
            *(
                Line("同点の決め方", outcome.sentence)
                for tie in self.ties
                if proposal in tie.proposals
                for outcome in tie.outcomes
                if any(proposal in group for group in outcome.groups)
            ),
            Line("順位", _place(standing), "" if standing.rank is None else f"{standing.rank}位"),
        )

    def _alone(self, place: int) -> str | None:
        found = [standing.proposal for standing in self.standings if standing.rank == place]
        return found[0] if len(found) == 1 else None


def rank(
    scheme: Scheme | Mapping[str, object],
    sheets: Iterable[Sheet],
    *,
    proposals: Iterable[Proposal] = (),
    seed: str = "",
) -> Ranking:
    """Rank proposals by a scheme (a Scheme, or what its TOML holds) and the judges' sheets.

    Conflicted sheets are absent, not zero. `proposals` gives what ties may need beside grades;
    `seed` is what lots are drawn with, and is recorded. The order of the sheets makes no
    difference. Raises SheetError, with a sentence for every defect.
    """
    known = scheme if isinstance(scheme, Scheme) else read_scheme(scheme)
    handed_in = _sheets(sheets)
    facts = _facts(handed_in, proposals)
    if problems := check_sheets(known, handed_in, facts):
        raise SheetError(problems)
    tallies = tally(known, handed_in, facts)
    judges = len({sheet.judge for sheet in handed_in})
    checked = {key: tuple(checks(known, one, judges)) for key, one in tallies.items()}
    fit = [one for key, one in tallies.items() if all(check.met for check in checked[key])]
    ranked, ties = _ranked(known, fit, seed)
    standings = [
        *(Standing(one, place, checked[one.key], tied) for one, place, tied in ranked),
        *(
            Standing(one, None, checked[one.key])
            for one in _by_figure(known, tallies.values())
            if not all(check.met for check in checked[one.key])
        ),
    ]
    notes = (*_notes(known, tallies), *_tie_notes(ties))
    return Ranking(known, tuple(standings), tuple(ties), notes, seed)


def _sheets(sheets: Iterable[Sheet]) -> Sequence[Sheet]:
    handed_in = list(sheets)
    if not all(isinstance(sheet, Sheet) for sheet in handed_in):
        raise SheetError(["採点票（Sheet）を並べてください。ほかの形のものは数えられません。"])
    return handed_in


def _facts(sheets: Sequence[Sheet], proposals: Iterable[Proposal]) -> dict[str, Proposal]:
    """Every proposal that was judged, with what is known of it."""
    facts = {proposal.key: proposal for proposal in proposals}
    unjudged = facts.keys() - {sheet.proposal for sheet in sheets}
    if unjudged:
        raise SheetError(
            [f"提案「{key}」の採点票がありません。入れてください。" for key in sorted(unjudged)]
        )
    return {s.proposal: facts.get(s.proposal) or Proposal(s.proposal) for s in sheets}


def _by_figure(scheme: Scheme, tallies: Iterable[Tally]) -> list[Tally]:
    """Best figure first (for mean ranks the lowest), equals by name, without figures last."""
    sign = 1 if scheme.method is Method.MEAN_RANK else -1
    return sorted(tallies, key=lambda one: (not one.judges, sign * one.figure, one.key))


def _ranked(
    scheme: Scheme, fit: Iterable[Tally], seed: str
) -> tuple[list[tuple[Tally, int, tuple[str, ...]]], list[TieBreak]]:
    """Every proposal with its place and those it shares it with, and how ties were settled."""
    ranked: list[tuple[Tally, int, tuple[str, ...]]] = []
    ties = []
    for _, of_one_figure in groupby(_by_figure(scheme, fit), key=lambda one: one.figure):
        equals = tuple(of_one_figure)
        groups, outcomes = separate(scheme, equals, seed)
        if len(equals) > 1:
            left = tuple(tuple(one.key for one in group) for group in groups if len(group) > 1)
            ties.append(TieBreak(tuple(one.key for one in equals), tuple(outcomes), left))
        for group in groups:
            place, keys = len(ranked) + 1, [one.key for one in group]
            ranked += [(one, place, tuple(k for k in keys if k != one.key)) for one in group]
    return ranked, ties


def _notes(scheme: Scheme, tallies: Mapping[str, Tally]) -> Iterator[str]:
    """What to know about the judges behind the figures."""
    for one in tallies.values():
        if one.missing:
            yield (
                f"提案「{one.key}」には{listed(one.missing)}の採点票がありません。数えていません。"
                "採点がまだなら、出てから集計し直してください。"
            )
    numbers = {len(one.judges) for one in tallies.values()}
    if scheme.method is Method.SUM and len(numbers) > 1 and scheme.scale_to is None:
        yield (
            "提案によって採点した委員の人数がちがうので、合計点では少ない提案が低くなります。"
            "平均で比べるか、満点への換算（scale_to）を決めておいてください。"
        )
    if scheme.method is Method.MEAN_RANK and len(numbers) > 1:
        yield (
            "提案によって採点した委員の人数がちがうので、委員ごとの順位は、"
            "その委員が採点した提案の中でのものです。"
        )


def _tie_notes(ties: Iterable[TieBreak]) -> Iterator[str]:
    for tie in ties:
        for group in tie.still_equal:
            yield (
                f"{listed(group)}は、決め方の最後まで同点です。委員会で決め、理由を残してください。"
            )


def _place(standing: Standing) -> str:
    if standing.rank is None:
        return "条件をみたさないので、順位を付けません"
    if standing.tied_with:
        return f"{listed(standing.tied_with)}と同じ順位です"
    return "順位が決まりました"
