"""What each side of a case sees of it: the one place that decides.

The prefecture sees everything. The municipality does not see what the prefecture has not yet
decided or keeps in its own file: drafts of decisions and their return, acts declared `internal`
(審査, 検査), and the fields that an act `keeps` (引き継ぐこと). None of these moves money or starts a
deadline, so state, balances and due dates are the same for both sides.
"""

from dataclasses import replace

from comipla.core.docket import Act, ActType, Procedure, Side, Standing


def sees(side: Side, procedure: Procedure, act: Act) -> bool:
    """Tell whether a side sees an act at all."""
    return side is Side.PREFECTURE or act.kind not in procedure.internal_kinds


def as_seen_by(side: Side, procedure: Procedure, standing: Standing) -> Standing:
    """The case as a side knows it: without the acts, and the waiting draft, that it does not see."""
    if side is Side.PREFECTURE:
        return standing
    acts = tuple(act for act in standing.acts if sees(side, procedure, act))
    return replace(standing, acts=acts, pending=None)


def kept_from(side: Side, act_type: ActType) -> frozenset[str]:
    """Names of the fields of an act's facts that a side does not see."""
    return frozenset() if side is Side.PREFECTURE else act_type.keeps
