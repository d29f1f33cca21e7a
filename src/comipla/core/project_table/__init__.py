"""総括表: a municipality's projects over several years, as filled in a spreadsheet.

One project is a group of rows (総事業費, うち市町村支出額, うち県補助金), years are columns, with a
column of row totals and a group of column totals.  Printed totals and half-shares are recalculated
and every difference is named by its cell.  What the prefecture bears is a share of what the
municipality spends, cut down to a unit and limited by a cap.
"""

from comipla.core.project_table.checking import (
    Capping,
    Need,
    Terms,
    cappings,
    check_shares,
    check_totals,
    granted_in,
    needs_of,
    share_of,
)
from comipla.core.project_table.parsing import TableReading, parse_project_table
from comipla.core.project_table.table import AmountKind, Figure, Line, Project, ProjectTable

__all__ = [
    "AmountKind",
    "Capping",
    "Figure",
    "Line",
    "Need",
    "Project",
    "ProjectTable",
    "TableReading",
    "Terms",
    "cappings",
    "check_shares",
    "check_totals",
    "granted_in",
    "needs_of",
    "parse_project_table",
    "share_of",
]
