"""How what a case is about has changed: 申請 against 補正後, and both against 変更."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from comipla.cases.selectors.case.contents import show_in
from comipla.cases.selectors.case.dossier import Dossier
from comipla.core import docket
from comipla.core.facts import values_from
from comipla.core.forms import FieldChange, Form, compare
from comipla.programme.editions import form


@dataclass(frozen=True, slots=True)
class Revision:
    """What differs between one version and the next, in the labels of the later form.

    `whole` is false where the two forms share only some of their fields.
    """

    before: int
    after: int
    before_title: str
    after_title: str
    before_on: date
    after_on: date
    whole: bool
    changes: tuple[FieldChange, ...]


def revisions_of(dossier: Dossier) -> list[Revision]:
    """Every step from one version of a thing to its next one, the latest first."""
    last: dict[str, docket.Act] = {}
    revisions = []
    for act in dossier.standing.acts:
        describes = dossier.procedure.act_types[act.kind].describes if act.of is None else ""
        if not describes:
            continue
        if describes in last:
            revisions.append(_revision(dossier, last[describes], act))
        last[describes] = act
    return revisions[::-1]


def _revision(dossier: Dossier, before: docket.Act, after: docket.Act) -> Revision:
    old, new = _form_of(dossier, before), _form_of(dossier, after)
    types = dossier.procedure.act_types
    changes = compare(
        new.fields,
        values_from(before.facts),
        values_from(after.facts),
        show=partial(show_in, dossier),
    )
    return Revision(
        before=before.number,
        after=after.number,
        before_title=types[before.kind].done,
        after_title=types[after.kind].done,
        before_on=before.on,
        after_on=after.on,
        whole=old.code == new.code,
        changes=changes,
    )


def _form_of(dossier: Dossier, act: docket.Act) -> Form:
    code = dossier.procedure.act_types[act.kind].form
    if code is None:
        raise LookupError(f"{act.kind} describes something and has no form")
    return form(code, dossier.case.forms)
