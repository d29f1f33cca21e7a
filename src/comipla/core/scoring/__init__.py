"""Scoring of proposals (menu ④): a scheme as data, sheets of grades, and a ranking that explains.

`rank(scheme, sheets)` adds the judges' grades up exactly (`fractions.Fraction`), compares them with
the pass lines and tells equals apart by the scheme's tie chain (rule G.4 22). Conflicted judges are
absent, not zero. What cannot be counted raises SchemeError or SheetError, whose `problems` are
sentences in Japanese. A scheme comes from TOML (`parse_scheme`), sheets from CSV (`read_sheets`).
"""

from comipla.core.scoring.explaining import Line
from comipla.core.scoring.passing import Check
from comipla.core.scoring.ranking import Ranking, Standing, TieBreak, rank
from comipla.core.scoring.reading import parse_scheme, read_scheme
from comipla.core.scoring.scales import Grade, Scale, SchemeError
from comipla.core.scoring.scheme import (
    Criterion,
    Method,
    PassLine,
    Quorum,
    Rounding,
    RoundMode,
    Scheme,
    Tie,
    TieStep,
)
from comipla.core.scoring.sheets import Proposal, Sheet, SheetError
from comipla.core.scoring.spreadsheet import read_sheets
from comipla.core.scoring.tallying import JudgeTally, Tally
from comipla.core.scoring.ties import Outcome

__all__ = [
    "Check",
    "Criterion",
    "Grade",
    "JudgeTally",
    "Line",
    "Method",
    "Outcome",
    "PassLine",
    "Proposal",
    "Quorum",
    "Ranking",
    "RoundMode",
    "Rounding",
    "Scale",
    "Scheme",
    "SchemeError",
    "Sheet",
    "SheetError",
    "Standing",
    "Tally",
    "Tie",
    "TieBreak",
    "TieStep",
    "parse_scheme",
    "rank",
    "read_scheme",
    "read_sheets",
]
