"""What the municipality confirms: name, legal form, area, by-laws, officers, dissolution."""

from typing import Any

from comipla.communities.models import ChangeNotice, NoticeState, Platform
from comipla.communities.selectors import area_on, officers_on
from comipla.communities.services import submit_change
from comipla.core.registry import LegalForm, Post, Subject, share_in_words
from comipla.places.models import District
from comipla.programme import clock
from comipla.web.registry.edits.declaration import Edit, Order, Values, nothing, options_of
from comipla.web.registry.forms import Field

WAITS = "市町村に届け出ました。確認されると台帳が変わります。"
DONE = "台帳を変えました。"
REASON = Field("reason", "long", "理由", "総会の日など、あとで確かめられることを書きます。")
PAPER = Field(
    "file", "file", "添付する書類", "議事録や新しい規約など。PDF、写真、Word。", required=False
)


def told(notice: ChangeNotice) -> str:
    """What happened to a notice just handed in."""
    return DONE if notice.state is NoticeState.CONFIRMED else WAITS


def _hand_in(order: Order, subject: Subject, payload: Values) -> str:
    return told(
        submit_change(
            platform=order.platform,
            subject=subject,
            payload=payload,
            reason=order.values["reason"],
            by=order.by,
            key=order.key,
            file=order.file,
        )
    )


def _name_fields(_platform: Platform) -> tuple[Field, ...]:
    return (
        Field("name", "text", "新しい名称", limit=100),
        Field("kana", "text", "よみ", required=False),
        Field("type_label", "text", "団体の呼び方", "例 校区コミュニティ協議会", limit=40),
        REASON,
        PAPER,
    )


def _name_now(platform: Platform) -> Values:
    return {"name": platform.name, "kana": platform.kana, "type_label": platform.type_label}


def _name(order: Order) -> str:
    names = ("name", "kana", "type_label")
    return _hand_in(order, Subject.NAME, {name: order.values[name] for name in names})


def _form_fields(platform: Platform) -> tuple[Field, ...]:
    near = Platform.objects.for_system("deliberating bodies").filter(
        municipality=platform.municipality, parent_platform=None
    )
    parents = [(p.slug, p.name) for p in near.exclude(pk=platform.pk).order_by("kana_key")]
    return (
        Field("legal_form", "choice", "法人格", options=options_of(LegalForm)),
        Field(
            "parent",
            "choice",
            "協議組織",
            "実行組織を別に作ったときに選びます。",
            required=False,
            options=parents,
        ),
        REASON,
        PAPER,
    )


def _form_now(platform: Platform) -> Values:
    parent = platform.parent_platform
    return {"legal_form": platform.legal_form.value, "parent": parent.slug if parent else ""}


def _legal_form(order: Order) -> str:
    payload = {"legal_form": order.values["legal_form"], "parent": order.values["parent"]}
    return _hand_in(order, Subject.LEGAL_FORM, payload)


def _area_fields(platform: Platform) -> tuple[Field, ...]:
    districts = District.objects.filter(
        municipality=platform.municipality.municipality
    ).select_related("municipality")
    options = [
        (d.code, d.name + ("（廃校）" if d.closed_on else ""))
        for d in districts.order_by("kind", "code")
    ]
    return (
        Field("valid_from", "date", "この区域になる日"),
        Field(
            "parts",
            "rows",
            "学校区",
            "1つの学校区を分けるときは、割合を「50%」「3分の1」のように書きます。",
            columns=(
                Field("district", "choice", "学校区", options=options),
                Field("weight", "text", "割合（全部なら空のまま）", required=False, limit=20),
            ),
        ),
        REASON,
        PAPER,
    )


def _area_now(platform: Platform) -> Values:
    rows = [
        {
            "district": part.district.code,
            "weight": "" if part.weight == 1 else share_in_words(part.weight),
        }
        for part in area_on(platform, clock.today())
    ]
    return {"parts": rows or [{}]}


def _area(order: Order) -> str:
    parts = [
        {"district": row["district"], "weight": row["weight"] or "1"}
        for row in order.values["parts"]
    ]
    payload = {"valid_from": order.values["valid_from"].isoformat(), "parts": parts}
    return _hand_in(order, Subject.AREA, payload)


def _bylaw_fields(_platform: Platform) -> tuple[Field, ...]:
    share = "例 2分の1、3分の2、過半数"
    return (
        Field("adopted_on", "date", "議決した日"),
        Field("quorum", "text", "総会の定足数", share, limit=20),
        Field("ordinary_majority", "text", "ふつうの議決", share, limit=20),
        Field("special_majority", "text", "規約の変更・解散の議決", share, limit=20),
        Field("proxy_allowed", "yes", "委任状を認める"),
        Field("written_vote_allowed", "yes", "書面での表決を認める"),
        Field("evote_allowed", "yes", "電子的な表決を認める"),
        Field("term_years", "number", "役員の任期", unit="年"),
        Field("auditors", "number", "監事の人数", unit="人"),
        Field("fee_per_household", "number", "1世帯の会費（年額）", "ないときは0。", unit="円"),
        Field("note", "text", "メモ", required=False, limit=300),
        REASON,
        PAPER,
    )


def _bylaws_now(platform: Platform) -> Values:
    latest = platform.bylaws.order_by("-version").first()
    if latest is None:
        return {"proxy_allowed": "1", "written_vote_allowed": "1", "fee_per_household": "0"}
    flags = ("proxy_allowed", "written_vote_allowed", "evote_allowed")
    shares = ("quorum", "ordinary_majority", "special_majority")
    return {
        **{name: "1" if getattr(latest, name) else "" for name in flags},
        **{name: share_in_words(getattr(latest, name)) for name in shares},
        "term_years": latest.term_years,
        "auditors": latest.auditors,
        "fee_per_household": latest.fee_per_household,
    }


def _bylaws(order: Order) -> str:
    payload = {name: value for name, value in order.values.items() if name != "reason"}
    payload["adopted_on"] = order.values["adopted_on"].isoformat()
    return _hand_in(order, Subject.BYLAWS, payload)


def _officer_fields(platform: Platform) -> tuple[Field, ...]:
    today = clock.today()
    terms = [
        (str(term.pk), f"{term.post_label} {term.person_name}")
        for term in officers_on(platform, today)
    ]
    groups = [(str(g.pk), g.name) for g in platform.groups.filter(ends_on=None)]
    return (
        Field("ended", "choices", "任期を終える人", required=False, options=terms),
        Field("ends_on", "date", "終える日", "終える人がいるときに入れます。", required=False),
        Field(
            "add",
            "rows",
            "新しい役員",
            required=False,
            columns=(
                Field("post", "choice", "役職", options=options_of(Post)),
                Field("person_name", "text", "氏名", limit=120),
                Field("starts_on", "date", "始まる日"),
                Field("until", "date", "終わる日", required=False),
                Field("group", "choice", "部会", required=False, options=groups),
                Field("ex_officio_of", "text", "充て職のもと", required=False, limit=100),
                Field("substitute_of", "choice", "代理をする役員", required=False, options=terms),
                Field("contact", "text", "連絡先", required=False, limit=120),
            ),
        ),
        REASON,
        PAPER,
    )


def _officers_now(_platform: Platform) -> Values:
    return {"add": [{}]}


def _officers(order: Order) -> str:
    day = order.values["ends_on"]
    ends = [
        {"term": int(number), "on": day.isoformat() if day else ""}
        for number in order.values["ended"]
        if number.isdigit()
    ]
    payload = {"add": [_added(row) for row in order.values["add"]], "end": ends}
    return _hand_in(order, Subject.OFFICERS, payload)


def _added(row: Values) -> dict[str, Any]:
    return {
        "post": row["post"],
        "person_name": row["person_name"],
        "starts_on": row["starts_on"].isoformat(),
        "ends_on": row["until"].isoformat() if row["until"] else "",
        "group": int(row["group"]) if row["group"] else None,
        "ex_officio_of": row["ex_officio_of"],
        "substitute_of": int(row["substitute_of"]) if row["substitute_of"] else None,
        "contact": row["contact"],
    }


def _dissolution_fields(_platform: Platform) -> tuple[Field, ...]:
    return (
        Field("on", "date", "解散した日"),
        Field("evidence", "text", "根拠", "例 令和6年3月の解散総会の議事録"),
        REASON,
        PAPER,
    )


def _dissolution(order: Order) -> str:
    payload = {"on": order.values["on"].isoformat(), "evidence": order.values["evidence"]}
    return _hand_in(order, Subject.DISSOLUTION, payload)


CONFIRMED = "事務局が出すと、市町村が確認してから台帳が変わります。"
NOTICED: dict[str, Edit] = {
    "name": Edit(
        "名称を変える", "名称を届け出る", "outline", _name_fields, _name_now, _name, CONFIRMED
    ),
    "legal-form": Edit(
        "法人格を変える",
        "法人格を届け出る",
        "outline",
        _form_fields,
        _form_now,
        _legal_form,
        CONFIRMED,
    ),
    "dissolution": Edit(
        "解散を届け出る",
        "解散を届け出る",
        "outline",
        _dissolution_fields,
        nothing,
        _dissolution,
        "確認されると段階が「解散」になり、台帳の内容は変えられなくなります。",
    ),
    "area": Edit(
        "区域を変える", "区域を届け出る", "area", _area_fields, _area_now, _area, CONFIRMED
    ),
    "officers": Edit(
        "役員を変える",
        "役員を届け出る",
        "organs",
        _officer_fields,
        _officers_now,
        _officers,
        CONFIRMED,
    ),
    "bylaws": Edit(
        "規約を登録する", "規約を届け出る", "bylaws", _bylaw_fields, _bylaws_now, _bylaws, CONFIRMED
    ),
}
