"""What the page of one case shows, each side its own part of it (`core.sight` decides which).

`open_case` reads the case once; the other modules turn what it has read into what the page says.
"""

from comipla.cases.selectors.case.contents import (
    Contents,
    contents_of,
    latest_description,
    shown_acts,
)
from comipla.cases.selectors.case.dossier import Dossier, open_case
from comipla.cases.selectors.case.records import FileLine, PaperLine, files_of, papers_of
from comipla.cases.selectors.case.related import RelatedCase, related_cases
from comipla.cases.selectors.case.remarks import RemarkCounts, remark_counts, remarks_of
from comipla.cases.selectors.case.steps import Choice, Steps, steps_of
from comipla.cases.selectors.case.story import Entry, Room, ladder_of, room_of, story_of
from comipla.cases.selectors.case.versions import Revision, revisions_of

__all__ = [
    "Choice",
    "Contents",
    "Dossier",
    "Entry",
    "FileLine",
    "PaperLine",
    "RelatedCase",
    "RemarkCounts",
    "Revision",
    "Room",
    "Steps",
    "contents_of",
    "files_of",
    "ladder_of",
    "latest_description",
    "open_case",
    "papers_of",
    "related_cases",
    "remark_counts",
    "remarks_of",
    "revisions_of",
    "room_of",
    "shown_acts",
    "steps_of",
    "story_of",
]
