"""Two municipalities that have one of everything, full of words that not everybody may read.

The twins are equal but for their mark, which stands in every text that could leak: titles,
remarks, names of files, forms in the making, addresses. A `Secret` is such a word with the columns
of the access matrix whose people may read it. Everybody here is fictional (架空).
"""

import hashlib
import io
import uuid
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from comipla.blockgrants.models import Scheme
from comipla.blockgrants.services import (
    Details,
    approve,
    ask_approval,
    open_scheme,
    publish,
    save_scheme,
)
from comipla.books.models import AccountCode, BankBook, BooksYear, Receipt
from comipla.books.services import (
    Draft,
    add_grant,
    add_receipt,
    approve_entry,
    open_books,
    pay_entry,
    write_entry,
)
from comipla.cases.models import Act, Attachment, Case, FormDraft, Remark, SavedView
from comipla.cases.numbers import shown_number
from comipla.cases.services import Opening, record_act
from comipla.cases.services.attachments import attach
from comipla.cases.services.drafts import (
    Raw,
    begin_case,
    form_of,
    open_draft,
    save_draft,
    submit_draft,
)
from comipla.cases.services.remarks import write_remark
from comipla.communities.models import ChangeNotice, Platform, RegistryFile
from comipla.communities.services import (
    Registration,
    add_member,
    keep_file,
    register_platform,
    submit_change,
)
from comipla.core.access import Actor
from comipla.core.books import Side
from comipla.core.facts import values_from
from comipla.core.plans.codes import ActionCode, IssueCode, PlanState
from comipla.core.registry import Event, EventKind, MemberKind, Stage, Subject
from comipla.core.surveys import Channel, Kind, Question, SurveyState
from comipla.documents.filing import ensure_rendered
from comipla.documents.models import Paper
from comipla.notices.delivery import address
from comipla.notices.feeds import open_feed
from comipla.notices.models import Delivery, MailState, Notice
from comipla.people.models import Body, Invitation, Membership, Person
from comipla.people.services import actor_for, begin_membership, create_person, invite
from comipla.plans.models import IssuePhoto, Plan, PlanAction
from comipla.plans.services import Picture, Report, begin_plan, report_issue
from comipla.population.models import (
    FileKind,
    PopulationTable,
    ProjectionRun,
    Source,
    TableFile,
)
from comipla.population.services import make_run
from comipla.programme.clock import now
from comipla.surveys.models import SheetBatch, Survey
from comipla.surveys.services import (
    Outline,
    begin_survey,
    key_sheet,
    move_survey,
    print_sheets,
    save_question,
)
from tests import examples as x
from tests.core.test_pictures import jpeg
from tests.world import World, build

PASSWORD = "みかんの木と白い雲を数えると五つ"
BEGAN = date(2023, 4, 1)

PREFECTURE = {"pref_officer", "pref_decider", "pref_accounts", "pref_admin"}
DECIDING_SIDE = PREFECTURE | {"auditor", "own_branch"}
TOWN = {"own_officer", "own_decider"}
BOTH_SIDES = DECIDING_SIDE | TOWN
MANAGERS = {"own_decider", "pref_admin"}
OWN_PLATFORM = TOWN | {"own_secretary"}
REGISTRY = BOTH_SIDES | {"own_secretary"}


@dataclass(frozen=True)
class Secret:
    """A word that only some may read: `readers` are columns, seen from the municipality's side."""

    word: str
    readers: frozenset[str]


@dataclass(frozen=True)
class Twin:
    """One municipality and one of each thing that an address of the site can name."""

    mark: str
    town: Body
    officer: Membership
    decider: Membership
    case: Case
    draft: FormDraft
    file: Attachment
    opening: FormDraft
    sent: FormDraft
    sent_file: Attachment
    prefecture_draft: FormDraft
    prefecture_act: Act
    paper: Paper
    town_paper: Paper
    prefecture_paper: Paper
    feed: str
    delivery: Delivery
    given_up: Delivery
    invitation: Invitation
    token: str
    passkey: Authenticator
    view: SavedView
    platform: Platform
    bylaw_file: RegistryFile
    change: ChangeNotice
    scheme: Scheme
    run: ProjectionRun
    photo: IssuePhoto
    batch: SheetBatch
    sheet_code: str
    proof: Receipt
    secrets: tuple[Secret, ...]


@dataclass(frozen=True)
class Twins:
    """The world, both twins, and the person who stands in each column of the matrix."""

    world: World
    own: Twin
    other: Twin
    people: dict[str, Membership]
    prefecture_invitation: Invitation


AMOUNTS = {"tsubaki": 613_000, "himawari": 487_000}
"""What each municipality asks for, in yen: a figure that stands nowhere else."""


def build_twins() -> Twins:
    """Make the world and both municipalities; the office stands on the world's day."""
    world = build()
    people = {
        role: _member_with(world.people[key])
        for role, key in (
            ("pref_officer", "clerk"),
            ("pref_decider", "chief"),
            ("pref_accounts", "treasury"),
            ("pref_admin", "keeper"),
            ("auditor", "auditor"),
        )
    }
    former = _member(world.town, "muni_officer", "former")
    former.ends_on = date(2024, 3, 31)
    former.save()
    people["former"] = former
    for side, town, mark in (
        ("own", world.town, "tsubaki"),
        ("other", world.other_town, "himawari"),
    ):
        branch = Body.objects.get(code=town.municipality.branch_office.code)
        people[f"{side}_branch"] = _member(branch, "branch_officer", f"{mark}-branch")
        people[f"{side}_officer"] = _member(town, "muni_officer", f"{mark}-officer")
        people[f"{side}_decider"] = _member(town, "muni_decider", f"{mark}-decider")
        platform = _platform(mark, people[f"{side}_officer"])
        people[f"{side}_secretary"] = _member(
            platform.body, "platform_secretary", f"{mark}-secretary"
        )
    own, other = (
        _twin(world, mark, people, side)
        for side, mark in (("own", "tsubaki"), ("other", "himawari"))
    )
    prefecture_invitation, _ = invite(
        email="prefecture-invited@example.jp",
        body=world.prefecture,
        role="pref_officer",
        by=world.keeper,
    )
    return Twins(world, own, other, people, prefecture_invitation)


def _member(body: Body, role: str, name: str) -> Membership:
    person = create_person(
        email=f"{name}@example.jp",
        family_name="架空",
        given_name=name,
        password=PASSWORD,
        is_fictional=True,
    )
    return begin_membership(person=person, body=body, role=role, starts_on=BEGAN)


def _member_with(actor: Actor) -> Membership:
    """The membership behind an actor of the world, whose person now has a password."""
    person = Person.objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    return Membership.objects.select_related("body", "person").get(person=person)


def _twin(world: World, mark: str, people: dict[str, Membership], side: str) -> Twin:
    officer, decider = people[f"{side}_officer"], people[f"{side}_decider"]
    by = actor_for(officer)
    platform = people[f"{side}_secretary"].body.platform
    batch, sheet_code = _asked(platform, mark, actor_for(people[f"{side}_secretary"]))
    bylaw_file, change = _registered(platform, mark, by, actor_for(people[f"{side}_secretary"]))
    case, sent = _case(world, mark, by)
    draft = _typed(open_draft(case=case, kind="withdraw", by=by), by, reason=f"{mark}-draft")
    opening = begin_case(year=world.year, procedure="subsidy", by=by)
    opening = _typed(opening, by, title=f"{mark}-opening")
    refusal = open_draft(case=case, kind="refuse", by=world.clerk)
    refusal = _typed(refusal, world.clerk, reason=f"{mark}-refusal")
    _remarks(world, case, mark, by)
    invitation, token = invite(
        email=f"{mark}-invited@example.jp", body=officer.body, role="muni_officer", by=world.keeper
    )
    delivery, given_up = _told(case, officer)
    return Twin(
        mark=mark,
        town=officer.body,
        officer=officer,
        decider=decider,
        case=case,
        draft=draft,
        file=_file(opening, by, "attachments", f"{mark}-unsent.pdf"),
        opening=opening,
        sent=sent,
        sent_file=Attachment.objects.get(draft=sent),
        prefecture_draft=refusal,
        prefecture_act=Act.objects.get(case=case, kind="draft", of="decide_grant"),
        paper=_paper(case, "earmark"),
        town_paper=_paper(case, "apply"),
        prefecture_paper=_paper(case, "review"),
        feed=open_feed(membership=officer),
        delivery=delivery,
        given_up=given_up,
        invitation=invitation,
        token=token,
        passkey=_passkey(officer.person, f"{mark}-passkey"),
        view=SavedView.objects.create(
            person=officer.person, name=f"{mark}-view", query="turn=mine"
        ),
        platform=platform,
        bylaw_file=bylaw_file,
        change=change,
        scheme=_scheme(platform, mark, by, actor_for(decider)),
        batch=batch,
        sheet_code=sheet_code,
        photo=_planned(platform, mark, actor_for(people[f"{side}_secretary"])),
        proof=_accounted(platform, mark, actor_for(people[f"{side}_secretary"])),
        run=_projected(platform, mark, actor_for(people[f"{side}_secretary"])),
        secrets=_secrets(mark, case),
    )


def _platform(mark: str, officer: Membership) -> Platform:
    """A founded platform of the officer's municipality."""
    entered = Event(EventKind.ENTERED, BEGAN, f"{mark}-evidence", Stage.FOUNDED)
    registration = Registration(officer.body, f"{mark}-platform（架空）", (entered,))
    return register_platform(registration=registration, by=actor_for(officer))


def _asked(platform: Platform, mark: str, secretary: Actor) -> tuple[SheetBatch, str]:
    """A survey that takes answers, and one in the making; a sheet that answered, with its code."""
    outline = Outline(f"{mark}-survey", f"{mark}-purpose", date(2025, 3, 31))
    question = Question("", Kind.ONE, f"{mark}-asked", ("a", "b"))
    for _ in range(2):
        survey = begin_survey(platform=platform, outline=outline, by=secretary, key=uuid.uuid4())
        save_question(survey=survey, question=question, by=secretary)
    survey = Survey.objects.for_system("the first").get(platform=platform, number=1)
    move_survey(survey=survey, target=SurveyState.OPEN, by=secretary)
    printed = print_sheets(survey=survey, count=1, by=secretary, key=uuid.uuid4())
    key_sheet(
        survey=survey,
        number=1,
        answers={"q1": 1},
        channel=Channel.PAPER,
        by=secretary,
        key=uuid.uuid4(),
    )
    return printed.batch, printed.sheets[0][1]


def _planned(platform: Platform, mark: str, secretary: Actor) -> IssuePhoto:
    """An adopted plan with one action, the draft of its next version, an issue with a photograph."""
    plan = Plan.objects.create(
        platform=platform,
        version=1,
        title=f"{mark}-plan",
        first_year=2024,
        last_year=2028,
        state=PlanState.ACTIVE,
        state_since=BEGAN,
        updated_at=now(),
        key=uuid.uuid4(),
    )
    PlanAction.objects.create(
        plan=plan,
        number=1,
        code=ActionCode.X01,
        title=f"{mark}-action",
        lead=f"{mark}-group",
        first_year=2024,
        last_year=2025,
    )
    plan.adopted_on = BEGAN
    plan.save()
    begin_plan(platform=platform, by=secretary, key=uuid.uuid4())
    issue = report_issue(
        platform=platform,
        report=Report(f"{mark}-issue", code=IssueCode.D3),
        by=secretary,
        key=uuid.uuid4(),
        pictures=(Picture("a.jpg", jpeg()),),
    )
    return issue.photos.get()


def _accounted(platform: Platform, mark: str, secretary: Actor) -> Receipt:
    """A year of books: voucher 1 is booked and paid by a grant, voucher 2 a draft with a receipt."""
    treasurer, officer = (
        actor_for(_member(platform.body, f"platform_{role}", f"{mark}-books-{role}"))
        for role in ("treasurer", "officer")
    )
    year: BooksYear = open_books(platform=platform, year=2024, by=treasurer)
    grant = add_grant(
        platform=platform,
        name=f"{mark}-grant",
        giver="町",
        amount=300_000,
        decided_on=date(2024, 4, 10),
        by=secretary,
    )
    bank = BankBook.objects.filter(book__platform=platform).earliest("pk")
    accounts = {row.code: row for row in AccountCode.objects.filter(platform=platform)}

    def write(side: Side, code: str, **more: object) -> Draft:
        return Draft(side, bank, accounts[code], 40_000, date(2024, 4, 20), **more)  # type: ignore[arg-type]

    came = write(Side.INCOME, "I2", payee=f"{mark}-giver", grant=grant)
    entry = write_entry(year=year, draft=came, by=secretary, key=uuid.uuid4())
    approve_entry(entry=entry, by=officer)
    pay_entry(entry=entry, on=date(2024, 4, 20), by=treasurer)
    spent = write(Side.EXPENSE, "E2-2", payee=f"{mark}-payee")
    entry = write_entry(year=year, draft=spent, by=secretary, key=uuid.uuid4())
    return add_receipt(
        entry=entry,
        name=f"{mark}-proof.jpg",
        media_type="image/jpeg",
        data=jpeg(),
        by=secretary,
    )


def _projected(platform: Platform, mark: str, secretary: Actor) -> ProjectionRun:
    """Two tables of a file with the mark, and the projection that the secretary made of them."""
    file = TableFile.objects.create(
        kind=FileKind.SYNTHETIC, name=f"{mark}-table.csv", sha256=f"{0:064}", imported_at=now()
    )
    for year in (2015, 2020):
        PopulationTable.objects.create(
            file=file,
            body=platform.body,
            name=platform.name,
            day=date(year, 10, 1),
            source=Source.SMALL_AREA,
            men=[40] * 18,
            women=[45] * 18,
        )
    return make_run(body=platform.body, by=secretary)


def _registered(
    platform: Platform, mark: str, by: Actor, secretary: Actor
) -> tuple[RegistryFile, ChangeNotice]:
    """A member, an officer with a contact, by-laws with a file, and a notice that waits."""
    add_member(
        platform=platform,
        kind=MemberKind.NPO,
        name=f"{mark}-member",
        joined_on=BEGAN,
        by=secretary,
        key=uuid.uuid4(),
    )
    chair = {
        "post": "CHAIR",
        "person_name": f"{mark}-chair",
        "starts_on": "2023-04-01",
        "contact": f"{mark}-contact",
    }
    file = keep_file(
        platform=platform,
        name=f"{mark}-bylaws.pdf",
        media_type="application/pdf",
        data=f"%PDF-1.7\n{mark}-rules".encode(),
        by=secretary,
    )
    bylaws = {
        "adopted_on": "2023-04-01",
        **dict.fromkeys(("quorum", "ordinary_majority", "special_majority"), "1/2"),
        "term_years": 2,
        "auditors": 2,
        "fee_per_household": 0,
    }
    for subject, payload, who, paper in (
        (Subject.OFFICERS, {"add": [chair]}, by, None),
        (Subject.BYLAWS, bylaws, by, file),
        (Subject.NAME, {"name": f"{mark}-renamed"}, secretary, None),
    ):
        notice = submit_change(
            platform=platform,
            subject=subject,
            payload=payload,
            reason=f"{mark}-reason",
            by=who,
            key=uuid.uuid4(),
            file=paper,
        )
    return file, notice


def _scheme(platform: Platform, mark: str, officer: Actor, decider: Actor) -> Scheme:
    """A published scheme of a block grant, which gives the platform a lump sum."""
    town = platform.municipality
    scheme = open_scheme(
        municipality=town,
        year=2024,
        name=f"{mark}-scheme",
        preset="blank",
        by=officer,
        key=uuid.uuid4(),
    )
    details = Details(f"{mark}-scheme", "", date(2024, 4, 1), recognised_only=False, heads="")
    plan = {"components": [{"kind": "FIXED", "label": f"{mark}-share", "amount": "1000"}]}
    save_scheme(scheme=scheme, details=details, plan=plan, edits=0, by=officer)
    ask_approval(scheme=scheme, by=officer, key=uuid.uuid4())
    approve(scheme=scheme, by=decider, key=uuid.uuid4())
    return publish(scheme=scheme, by=decider, key=uuid.uuid4())


def _case(world: World, mark: str, by: Actor) -> tuple[Case, FormDraft]:
    """A case with an earmark, an application with a file, and a grant decision that waits."""
    title = f"{mark}-titleの見守り（架空）"
    opening = Opening("subsidy", world.year, Body.objects.get(code=by.body_code))
    amount = AMOUNTS[mark]
    need = x.need(title=title, contents=f"{mark}-contents", requested=amount)
    case = record_act(case=opening, kind="submit_need", facts=need, by=by, key=uuid.uuid4()).case
    world.decide(case, "earmark", x.earmark(amount))
    application = x.application(
        grant=amount, title=title, contents=f"{mark}-contents", voted_on=date(2024, 3, 22)
    )
    draft = open_draft(case=case, kind="apply", by=by)
    raw = form_of(draft).write(values_from(application))
    draft = save_draft(draft=draft, raw=raw, version=draft.version, by=by)
    _file(draft, by, "budget_extract", f"{mark}-sent.pdf")
    submit_draft(draft=draft, by=by)
    world.do(case, "review", world.clerk, x.review(amount, opinion=f"{mark}-opinion"))
    waiting = x.decision(amount, note=f"{mark}-waiting")
    world.do(case, "draft", world.clerk, waiting, of="decide_grant")
    return (
        Case.objects.for_system("twin").get(pk=case.pk),
        FormDraft.objects.for_system("twin").get(pk=draft.pk),
    )


def _typed(draft: FormDraft, by: Actor, **words: str) -> FormDraft:
    raw: Raw = {**draft.raw, **words}
    return save_draft(draft=draft, raw=raw, version=draft.version, by=by)


def _file(draft: FormDraft, by: Actor, slot: str, name: str) -> Attachment:
    content = f"%PDF-1.7\n{name}".encode()
    stream = io.BytesIO(content)
    return attach(draft=draft, slot=slot, name=name, stream=stream, size=len(content), by=by)


def _paper(case: Case, kind: str) -> Paper:
    """The paper of the case's first act of a kind."""
    act = Act.objects.select_related("paper").get(case=case, kind=kind)
    assert act.paper is not None
    ensure_rendered(act.paper)
    return act.paper


def _remarks(world: World, case: Case, mark: str, by: Actor) -> None:
    for audience, writer, words in (
        (Remark.Audience.SHARED, by, f"{mark}-message"),
        (Remark.Audience.SHARED, world.clerk, f"{mark}-answer"),
        (Remark.Audience.INTERNAL, by, f"{mark}-town-note"),
        (Remark.Audience.INTERNAL, world.clerk, f"{mark}-prefecture-note"),
    ):
        write_remark(case=case, audience=audience, text=words, by=writer, key=uuid.uuid4())


def _told(case: Case, officer: Membership) -> tuple[Delivery, Delivery]:
    """What the town's officer was told about the case, and a letter to them that was given up."""
    for notice in Notice.objects.for_system("twin").filter(addressed_at=None):
        address(notice.pk)
    lines = Delivery.objects.for_system("twin").filter(
        person=officer.person, notice__body=officer.body, notice__facts__case=case.number
    )
    told, given_up = lines.order_by("pk")[:2]
    lines.filter(pk=given_up.pk).update(mail=MailState.FAILED, attempts=10, problem="550 no box")
    return told, given_up


def _passkey(person: Person, name: str) -> Authenticator:
    """A passkey as the browser of a device would have registered it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    held = AttestedCredentialData.create(bytes(16), name.encode(), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    device = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, held)
    client = CollectedClientData.create("webauthn.create", b"", "https://testserver")
    registered = RegistrationResponse(
        raw_id=held.credential_id,
        response=AuthenticatorAttestationResponse(
            client_data=client, attestation_object=AttestationObject.create("none", device, {})
        ),
    )
    return Authenticator.objects.create(
        user=person,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": dict(registered), "passwordless": True},
    )


def _secrets(mark: str, case: Case) -> tuple[Secret, ...]:
    readers = {
        case.number: BOTH_SIDES,
        shown_number(case.number): BOTH_SIDES,
        f"{AMOUNTS[mark]:,}": BOTH_SIDES,
        str(AMOUNTS[mark]): BOTH_SIDES,
        f"{mark}-title": BOTH_SIDES,
        f"{mark}-contents": BOTH_SIDES,
        f"{mark}-sent.pdf": BOTH_SIDES,
        f"{mark}-message": BOTH_SIDES,
        f"{mark}-answer": BOTH_SIDES,
        f"{mark}-town-note": TOWN,
        f"{mark}-prefecture-note": PREFECTURE | {"own_branch"},
        f"{mark}-draft": TOWN,
        f"{mark}-opening": TOWN,
        f"{mark}-unsent": TOWN,
        f"{mark}-refusal": PREFECTURE,
        f"{mark}-opinion": DECIDING_SIDE,
        f"{mark}-waiting": DECIDING_SIDE,
        f"{mark}-view": {"own_officer"},
        f"{mark}-passkey": {"own_officer"},
        f"{mark}-invited@": MANAGERS,
        f"{mark}-officer@": MANAGERS | {"own_officer"},
        f"{mark}-decider@": MANAGERS,
        f"{mark}-branch@": {"pref_admin", "own_branch"},
        f"{mark}-platform": REGISTRY,
        f"{mark}-evidence": REGISTRY,
        f"{mark}-member": REGISTRY,
        f"{mark}-chair": REGISTRY,
        f"{mark}-renamed": REGISTRY,
        f"{mark}-reason": REGISTRY,
        f"{mark}-scheme": REGISTRY,
        f"{mark}-share": REGISTRY,
        f"{mark}-table": REGISTRY,
        f"{mark}-plan": REGISTRY,
        f"{mark}-action": REGISTRY,
        f"{mark}-group": REGISTRY,
        f"{mark}-issue": REGISTRY,
        f"{mark}-survey": REGISTRY,
        f"{mark}-purpose": REGISTRY,
        f"{mark}-asked": REGISTRY,
        f"{mark}-grant": OWN_PLATFORM,
        f"{mark}-giver": OWN_PLATFORM,
        f"{mark}-payee": {"own_secretary"},
        f"{mark}-proof": {"own_secretary"},
        f"{mark}-contact": OWN_PLATFORM,
        f"{mark}-rules": OWN_PLATFORM,
        f"{mark}-secretary@": MANAGERS | {"own_secretary"},
    }
    return tuple(Secret(word, frozenset(columns)) for word, columns in readers.items())
