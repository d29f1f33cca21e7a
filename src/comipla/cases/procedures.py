"""The procedures a case can follow. A new menu is one more line in each table here."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from comipla.core.calculations import Explanation
from comipla.core.docket import Procedure, Standing, Surroundings
from comipla.core.forms import Rule
from comipla.core.papers import PaperType
from comipla.core.parameters import ParametersAt
from comipla.core.procedures.subsidy import (
    SUBSIDY,
    computed,
    correcting,
    explaining,
    judging,
    reckoning,
)
from comipla.core.procedures.subsidy.papers import SUBSIDY_PAPERS

PROCEDURES: dict[str, Procedure] = {procedure.key: procedure for procedure in (SUBSIDY,)}

PAPERS: dict[str, PaperType] = {paper.key: paper for paper in SUBSIDY_PAPERS}

RULES: Mapping[str, Callable[[Standing, Surroundings], Mapping[str, Rule]]] = {
    SUBSIDY.key: computed.rules
}
"""The rules by which forms reckon the amounts they show, by procedure."""

EXPLANATIONS: Mapping[str, Callable[[Standing, Surroundings], tuple[Explanation, ...]]] = {
    SUBSIDY.key: explaining.explain
}
"""How the amounts of a case's acts were worked out when they were done, by procedure."""

Correction = correcting.Correction
"""What a correction answers and may change; the same for every procedure."""

CORRECTIONS: Mapping[str, Callable[[str, Standing], Correction | None]] = {
    SUBSIDY.key: correcting.correction_of
}
"""Which acts send a form again, and what they may change in it, by procedure."""

Judgement = judging.Judgement
"""Whether a change needs approval, with every figure before and after."""

JUDGEMENTS: Mapping[str, Callable[[str, Any, Standing, Surroundings], Judgement | None]] = {
    SUBSIDY.key: judging.judge
}
"""What an act's facts are judged to be before they are sent, by procedure."""

RETENTION: Mapping[str, Callable[[Standing, ParametersAt], date | None]] = {
    SUBSIDY.key: reckoning.kept_until
}
"""How long the records of a closed case are kept, by procedure."""
