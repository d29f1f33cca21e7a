"""Who may do what: every permission, every role, and the one question `may`.

Scope is the tree of bodies (prefecture → municipality → platform). A role is held in one body
and reaches that body and what stands below it; nobody reaches sideways or upwards. Everything is
denied unless a row here allows it (programme G.5).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Permission(StrEnum):
    """One thing a person may be allowed to do. Keys are stored nowhere; roles are."""

    SEE_CASE = "case.see"
    SEE_INTERNAL_NOTE = "case.see_internal"
    WRITE_NOTE = "case.write_note"
    SUBMIT = "case.submit"
    SCREEN = "case.screen"
    DRAFT_DECISION = "decision.draft"
    DECIDE = "decision.decide"
    PAY = "payment.pay"
    SEE_LEDGER = "ledger.see"
    EXPORT = "case.export"
    SEE_YEAR = "year.see"
    MANAGE_PROGRAMME = "programme.manage"
    MANAGE_MEMBERS = "members.manage"
    SEE_AUDIT = "audit.see"
    SEE_PLATFORM = "platform.see"
    EDIT_PLATFORM = "platform.edit"
    CONFIRM_PLATFORM = "platform.confirm"
    RECOGNISE_PLATFORM = "platform.recognise"
    WRITE_PLAN = "plan.write"
    ANSWER_PLAN = "plan.answer"
    SEE_BOOKS = "books.see"
    SEE_GRANT_MONEY = "books.see_grants"
    ENTER_MONEY = "books.enter"
    APPROVE_MONEY = "books.approve"
    KEEP_BOOKS = "books.keep"
    AUDIT_BOOKS = "books.audit"
    PREPARE_ALLOCATION = "allocation.prepare"
    APPROVE_ALLOCATION = "allocation.approve"
    MAKE_PROJECTION = "projection.make"
    PUBLISH_PROJECTION = "projection.publish"

    @property
    def label(self) -> str:
        """The permission in the words of the office."""
        return _LABELS[self]


_LABELS = {
    Permission.SEE_CASE: "案件を見る",
    Permission.SEE_INTERNAL_NOTE: "内部メモを見る",
    Permission.WRITE_NOTE: "やり取り・内部メモを書く",
    Permission.SUBMIT: "要望・申請・報告・請求を提出する",
    Permission.SCREEN: "受付・補正依頼・審査・検査をする",
    Permission.DRAFT_DECISION: "起案する",
    Permission.DECIDE: "決裁する",
    Permission.PAY: "支払・収納を記録する",
    Permission.SEE_LEDGER: "交付台帳を見る",
    Permission.EXPORT: "一覧を書き出す",
    Permission.SEE_YEAR: "年度の状況を見る",
    Permission.MANAGE_PROGRAMME: "年度・予算枠・制度の設定を変える",
    Permission.MANAGE_MEMBERS: "所属する人を招く・外す",
    Permission.SEE_AUDIT: "監査証跡を見る",
    Permission.SEE_PLATFORM: "コミュニティ・プラットフォームの台帳を見る",
    Permission.EDIT_PLATFORM: "コミュニティ・プラットフォームの台帳を書く",
    Permission.CONFIRM_PLATFORM: "届出を確認する",
    Permission.RECOGNISE_PLATFORM: "認定する・段階を動かす",
    Permission.WRITE_PLAN: "地域の課題と計画を書く",
    Permission.ANSWER_PLAN: "計画の項目に回答する",
    Permission.SEE_BOOKS: "会計を見る",
    Permission.SEE_GRANT_MONEY: "交付金・補助金の使いみちを見る",
    Permission.ENTER_MONEY: "伝票を起こす",
    Permission.APPROVE_MONEY: "伝票を承認する",
    Permission.KEEP_BOOKS: "出納と帳簿を受け持つ",
    Permission.AUDIT_BOOKS: "会計を監査する",
    Permission.PREPARE_ALLOCATION: "交付金の算定を作る",
    Permission.APPROVE_ALLOCATION: "交付金の算定を承認する",
    Permission.MAKE_PROJECTION: "将来人口を計算する",
    Permission.PUBLISH_PROJECTION: "将来人口を公表する",
}


class BodyKind(StrEnum):
    """What kind of body a person acts for. Stored; never rename a value."""

    PREFECTURE = "PREFECTURE"
    BRANCH = "BRANCH"
    MUNICIPALITY = "MUNICIPALITY"
    PLATFORM = "PLATFORM"
    ORGANISATION = "ORGANISATION"
    COMMITTEE = "COMMITTEE"

    @property
    def label(self) -> str:
        """The kind in Japanese."""
        return _BODY_KIND_LABELS[self]


_BODY_KIND_LABELS = {
    BodyKind.PREFECTURE: "県",
    BodyKind.BRANCH: "地域振興局・支庁",
    BodyKind.MUNICIPALITY: "市町村",
    BodyKind.PLATFORM: "コミュニティ・プラットフォーム",
    BodyKind.ORGANISATION: "団体",
    BodyKind.COMMITTEE: "選定委員会",
}


@dataclass(frozen=True)
class Role:
    """A named bundle of permissions that a person holds in a body for a term."""

    key: str
    label: str
    body_kinds: frozenset[BodyKind]
    permissions: frozenset[Permission]
    sentence: str


_P = Permission
_OFFICE = {_P.SEE_CASE, _P.SEE_INTERNAL_NOTE, _P.WRITE_NOTE, _P.SEE_LEDGER, _P.EXPORT, _P.SEE_YEAR}
_REGISTRY = {_P.SEE_PLATFORM, _P.MAKE_PROJECTION}
_PREFECTURE = frozenset({BodyKind.PREFECTURE})
_PLATFORM = frozenset({BodyKind.PLATFORM})
_MUNICIPALITY = frozenset({BodyKind.MUNICIPALITY})


def _role(
    key: str,
    label: str,
    kinds: frozenset[BodyKind],
    permissions: Collection[Permission],
    sentence: str,
) -> Role:
    return Role(key, label, kinds, frozenset(permissions), sentence)


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role(
            "pref_officer",
            "県担当",
            _PREFECTURE,
            {*_OFFICE, *_REGISTRY, _P.SCREEN, _P.DRAFT_DECISION},
            "要望と申請を受け付け、審査し、起案します。自分が起案したものは決裁できません。",
        ),
        _role(
            "pref_decider",
            "県決裁者",
            _PREFECTURE,
            {*_OFFICE, *_REGISTRY, _P.SCREEN, _P.DRAFT_DECISION, _P.DECIDE},
            "起案を確かめて決裁するか、理由を書いて差し戻します。",
        ),
        _role(
            "pref_accounts",
            "県出納",
            _PREFECTURE,
            {*_OFFICE, _P.PAY, _P.SEE_PLATFORM},
            "支払と返還金の収納を記録します。金額を決めることはできません。",
        ),
        _role(
            "pref_admin",
            "県制度管理者",
            _PREFECTURE,
            {*_OFFICE, *_REGISTRY, _P.MANAGE_PROGRAMME, _P.MANAGE_MEMBERS, _P.SEE_AUDIT},
            "年度、予算枠、所属する人を管理します。個別の案件の決定には加わりません。",
        ),
        _role(
            "branch_officer",
            "地域振興局・支庁担当",
            frozenset({BodyKind.BRANCH}),
            {
                _P.SEE_CASE,
                _P.SEE_INTERNAL_NOTE,
                _P.WRITE_NOTE,
                _P.SCREEN,
                _P.SEE_YEAR,
                _P.SEE_PLATFORM,
            },
            "所管する市町村の案件を見て、審査と検査を助けます。",
        ),
        _role(
            "muni_officer",
            "市町村担当",
            _MUNICIPALITY,
            {
                *_OFFICE,
                *_REGISTRY,
                _P.SUBMIT,
                _P.EDIT_PLATFORM,
                _P.CONFIRM_PLATFORM,
                _P.ANSWER_PLAN,
                _P.SEE_GRANT_MONEY,
                _P.PREPARE_ALLOCATION,
            },
            "自分の市町村の要望、申請、報告、請求を作って提出し、コミプラの届出を確認します。",
        ),
        _role(
            "muni_decider",
            "市町村決裁者",
            _MUNICIPALITY,
            {
                *_OFFICE,
                *_REGISTRY,
                _P.SUBMIT,
                _P.MANAGE_MEMBERS,
                _P.CONFIRM_PLATFORM,
                _P.RECOGNISE_PLATFORM,
                _P.ANSWER_PLAN,
                _P.SEE_GRANT_MONEY,
                _P.APPROVE_ALLOCATION,
                _P.PUBLISH_PROJECTION,
            },
            "自分の市町村の提出に責任を持ち、コミプラの認定と交付金の算定を決め、所属する人を管理します。",
        ),
        _role(
            "auditor",
            "監査",
            _PREFECTURE,
            {_P.SEE_CASE, _P.SEE_LEDGER, _P.SEE_YEAR, _P.SEE_AUDIT, _P.SEE_PLATFORM},
            "すべての記録を見ることができます。書き込みはできません。",
        ),
        _role(
            "platform_secretary",
            "コミプラ事務局",
            _PLATFORM,
            {
                *_REGISTRY,
                _P.EDIT_PLATFORM,
                _P.WRITE_PLAN,
                _P.SEE_BOOKS,
                _P.SEE_GRANT_MONEY,
                _P.ENTER_MONEY,
                _P.MANAGE_MEMBERS,
            },
            "自分のコミプラの台帳、課題と計画、伝票を書きます。市町村の確認がいるものは確認を待ちます。",
        ),
        _role(
            "platform_officer",
            "コミプラ会長・部会長",
            _PLATFORM,
            {
                *_REGISTRY,
                _P.EDIT_PLATFORM,
                _P.WRITE_PLAN,
                _P.SEE_BOOKS,
                _P.SEE_GRANT_MONEY,
                _P.APPROVE_MONEY,
            },
            "計画を決め、伝票を承認します。自分が起こした伝票は承認できません。",
        ),
        _role(
            "platform_treasurer",
            "コミプラ会計",
            _PLATFORM,
            {_P.SEE_PLATFORM, _P.SEE_BOOKS, _P.SEE_GRANT_MONEY, _P.ENTER_MONEY, _P.KEEP_BOOKS},
            "通帳と帳簿を受け持ち、承認された伝票を支払います。",
        ),
        _role(
            "platform_auditor",
            "コミプラ監事",
            _PLATFORM,
            {_P.SEE_PLATFORM, _P.SEE_BOOKS, _P.SEE_GRANT_MONEY, _P.AUDIT_BOOKS},
            "帳簿と証拠書類を確かめ、監査報告に署名します。書き込みはできません。",
        ),
    )
}


@dataclass(frozen=True)
class Actor:
    """A person acting in one role for one body, as seen by every check.

    `body_path` holds the codes of the bodies from the root of the tree down to `body_code`
    itself, e.g. ``("46", "462012")``. `serves` lists the codes of bodies that a branch office
    looks after although they do not stand below it in the tree. `person_id` is None for the
    system itself (recorded as the system's act, never as that of whoever happened to click).
    """

    person_id: int | None
    name: str
    body_code: str
    body_kind: str
    body_path: tuple[str, ...]
    role: str
    serves: frozenset[str] = field(default_factory=frozenset)

    @property
    def known_person(self) -> int:
        """The person's id, for what only a person does: typing, writing, handing in files."""
        if self.person_id is None:
            raise ValueError("the system types nothing and hands in nothing")
        return self.person_id

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role allows; nothing for a role that is no longer declared."""
        role = ROLES.get(self.role)
        if role is None or self.body_kind not in role.body_kinds:
            return frozenset()
        return role.permissions

    @property
    def side(self) -> str:
        """The side of a case this person stands on: "prefecture" or "municipality"."""
        upper = {BodyKind.PREFECTURE, BodyKind.BRANCH}
        return "prefecture" if self.body_kind in upper else "municipality"


def reaches(actor: Actor, owner_path: Sequence[str]) -> bool:
    """Tell whether what stands at `owner_path` (codes, root first) is in the actor's scope."""
    path = tuple(owner_path)
    if actor.serves:
        return bool(actor.serves & set(path))
    return path[: len(actor.body_path)] == actor.body_path


def may(actor: Actor | None, permission: Permission, owner_path: Sequence[str]) -> bool:
    """Answer the one question of permission: denied unless the role and the scope both allow."""
    if actor is None:
        return False
    return permission in actor.permissions and reaches(actor, owner_path)
