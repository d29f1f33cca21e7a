"""From an act to the paper it issues: gather the words, take the number, keep the content."""

from collections.abc import Mapping

from comipla.cases.models import Case
from comipla.cases.procedures import PAPERS
from comipla.core import docket
from comipla.core.docket import DRAFT, Procedure, Side, Standing, Surroundings
from comipla.core.paper_blocks import Contact, Party
from comipla.core.papers import Cited, PaperContext
from comipla.documents.models import Paper
from comipla.documents.services import issue
from comipla.people.models import Body
from comipla.programme.editions import form


def issue_paper(
    row: Case,
    procedure: Procedure,
    act: docket.Act,
    after: Standing,
    surroundings: Surroundings,
    *,
    cited: Mapping[str, Cited],
) -> Paper | None:
    """Issue the paper that the act declares, in the act's own transaction; None where it has none.

    `cited` holds the latest paper of each kind of act of the case, so that letters can cite it.
    """
    key = None if act.kind == DRAFT else procedure.act_types[act.kind].issues
    if key is None:
        return None
    declared = PAPERS[key]
    from_prefecture = declared.sender is Side.PREFECTURE
    context = paper_context(row, procedure, act, after, surroundings, cited=cited)
    return issue(
        key=key,
        content=declared.build(context),
        issuer=row.prefecture if from_prefecture else row.owner,
        addressee=row.owner if from_prefecture else row.prefecture,
        on=act.on,
        series=declared.series,
        seal=declared.seal,
    )


def paper_context(
    row: Case,
    procedure: Procedure,
    act: docket.Act,
    after: Standing,
    surroundings: Surroundings,
    *,
    cited: Mapping[str, Cited],
) -> PaperContext:
    """What the paper of an act may speak of; also used to preview a draft's paper."""
    return PaperContext(
        procedure=procedure,
        standing=after,
        act=act,
        case_number=row.number,
        surroundings=surroundings,
        prefecture=party(row.prefecture),
        municipality=party(row.owner),
        contact=Contact(
            office=row.prefecture.section or row.prefecture.name, phone=row.prefecture.phone
        ),
        cited=cited,
        labels=lambda code: field_labels(code, row.forms),
    )


def field_labels(code: str, edition: str) -> dict[str, str]:
    """The fields of a prescribed form in the form's own words."""
    return {field.key: field.label for field in form(code, edition).fields}


def party(body: Body) -> Party:
    """A body as sender or addressee: its name and the title of its head."""
    head = f"{body.name}{body.head_title}" if body.head_title else body.name
    lines = (head, body.head_name) if body.head_name else (head,)
    return Party(lines=lines, honorific="様")
