"""The procedures a case can follow. A new menu is one more line here."""

from comipla.core.docket import Procedure
from comipla.core.papers import PaperType
from comipla.core.procedures.subsidy import SUBSIDY
from comipla.core.procedures.subsidy.papers import SUBSIDY_PAPERS

PROCEDURES: dict[str, Procedure] = {procedure.key: procedure for procedure in (SUBSIDY,)}

PAPERS: dict[str, PaperType] = {paper.key: paper for paper in SUBSIDY_PAPERS}
