"""Changes wait for the municipality, are tried before they wait, and are applied once."""

import uuid
from datetime import date
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from comipla.communities.models import Bylaw, ChangeNotice, NoticeState, OfficerTerm, Platform
from comipla.communities.selectors import area_on, members_on, officers_on
from comipla.communities.services import (
    add_member,
    confirm_change,
    edit_profile,
    end_member,
    return_change,
    save_rules,
    submit_change,
    withdraw_change,
)
from comipla.core.registry import LegalForm, MemberKind, Post, Rules, Stage, Subject

MAY = date(2024, 5, 1)
BYLAWS = {
    "adopted_on": "2024-04-20",
    "quorum": "2分の1",
    "ordinary_majority": "過半数",
    "special_majority": "3分の2",
    "proxy_allowed": True,
    "written_vote_allowed": True,
    "evote_allowed": False,
    "term_years": 2,
    "auditors": 2,
    "fee_per_household": 1200,
}


def fresh(platform):
    return Platform.objects.for_system("look").get(pk=platform.pk)


def school(registry, number=1):
    return f"X{registry.world.town.code}{number:04d}"


def test_a_secretariats_change_waits_and_is_applied_when_confirmed(registry):
    notice = registry.change(Subject.NAME, name="汐見まちづくり協議会（架空）")
    assert (notice.state, fresh(registry.platform).name) == (
        NoticeState.PENDING,
        "汐見校区協議会（架空）",
    )
    confirm_change(notice=notice, by=registry.officer)
    platform = fresh(registry.platform)
    assert platform.name == platform.body.name == "汐見まちづくり協議会（架空）"
    with pytest.raises(ValidationError, match="もう「確認済み」です"):
        confirm_change(notice=notice, by=registry.officer)


def test_a_change_by_the_municipality_itself_is_confirmed_at_once(registry):
    notice = registry.change(Subject.LEGAL_FORM, registry.officer, legal_form="NPO")
    assert notice.state is NoticeState.CONFIRMED
    assert fresh(registry.platform).legal_form is LegalForm.NPO
    assert notice.summary == "法人格を「任意団体」から「NPO法人」に変えます。"


def test_a_returned_change_says_why_and_changes_nothing(registry):
    notice = registry.change(Subject.LEGAL_FORM, legal_form="NPO")
    with pytest.raises(ValidationError, match="差し戻す理由"):
        return_change(notice=notice, answer=" ", by=registry.officer)
    returned = return_change(
        notice=notice, answer="登記の写しを付けてください。", by=registry.officer
    )
    assert returned.state is NoticeState.RETURNED
    assert fresh(registry.platform).legal_form is LegalForm.NINI


def test_one_change_of_a_subject_waits_at_a_time_and_can_be_taken_back(registry):
    notice = registry.change(Subject.NAME, name="甲の会")
    with pytest.raises(ValidationError, match="名称の届出が、市町村の確認を待っています"):
        registry.change(Subject.NAME, name="乙の会")
    with pytest.raises(PermissionDenied):
        withdraw_change(notice=notice, by=registry.officer)
    withdraw_change(notice=notice, by=registry.secretary)
    assert registry.change(Subject.NAME, name="乙の会").state is NoticeState.PENDING


def test_who_may_neither_hand_in_nor_confirm(registry):
    for by in (registry.treasurer, registry.world.clerk, registry.world.stranger):
        with pytest.raises(PermissionDenied):
            registry.change(Subject.NAME, by, name="甲の会")
    notice = registry.change(Subject.NAME, name="甲の会")
    for by in (registry.secretary, registry.world.clerk, registry.world.stranger):
        with pytest.raises(PermissionDenied):
            confirm_change(notice=notice, by=by)


def test_an_area_is_held_from_a_day_and_the_one_before_ends(registry):
    parts = [{"district": school(registry), "weight": "1"}]
    registry.change(Subject.AREA, registry.officer, valid_from="2022-05-22", parts=parts)
    wider = [*parts, {"district": school(registry, 2), "weight": "50%"}]
    registry.change(Subject.AREA, registry.officer, valid_from="2024-04-01", parts=wider)
    held = [(part.district.name, part.weight) for part in area_on(registry.platform, MAY)]
    assert held == [("汐見小学校区", 1), ("大楠小学校区", Fraction(1, 2))]
    before = area_on(registry.platform, date(2024, 3, 31)).get()
    assert (before.district.code, before.valid_to) == (school(registry), date(2024, 3, 31))


def test_an_overlapping_area_is_refused_naming_the_other_body(registry):
    parts = [{"district": school(registry), "weight": "60%"}]
    registry.change(Subject.AREA, registry.officer, valid_from="2022-05-22", parts=parts)
    neighbour = registry.neighbour
    with pytest.raises(ValidationError, match="汐見校区協議会（架空）と重なっています"):
        submit(registry, neighbour, Subject.AREA, valid_from="2024-04-01", parts=parts)
    less = [{"district": school(registry), "weight": "40%"}]
    submit(registry, neighbour, Subject.AREA, valid_from="2024-04-01", parts=less)


def submit(registry, platform, subject, **payload):
    return submit_change(
        platform=platform,
        subject=subject,
        payload=payload,
        reason="総会",
        by=registry.officer,
        key=uuid.uuid4(),
    )


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"parts": []}, "1つ以上"),
        ({"parts": [{"district": "X4620390001", "weight": "1"}]}, "この市町村の一覧"),
        ({"parts": [{"district": "X4620120001"}, {"district": "X4620120001"}]}, "2回出てきます"),
        ({"parts": [{"district": "X4620120001", "weight": "120%"}]}, "1以下"),
        ({"valid_from": "4月1日", "parts": [{"district": "X4620120001"}]}, "日付を確かめて"),
    ],
)
def test_an_area_that_cannot_be_is_refused_before_it_waits(registry, payload, words):
    with pytest.raises(ValidationError, match=words):
        registry.change(Subject.AREA, **{"valid_from": "2024-04-01"} | payload)
    assert not ChangeNotice.objects.for_system("look").exists()


def test_by_laws_are_kept_in_versions_with_their_numbers(registry):
    registry.change(Subject.BYLAWS, registry.officer, **BYLAWS)
    later = BYLAWS | {"adopted_on": "2024-05-01", "quorum": "1/3"}
    registry.change(Subject.BYLAWS, registry.officer, **later)
    second, first = Bylaw.objects.filter(platform=registry.platform)
    assert (first.version, first.numbers.special_majority) == (1, Fraction(2, 3))
    assert (second.version, second.numbers.quorum) == (2, Fraction(1, 3))
    with pytest.raises(ValidationError, match="それより後"):
        registry.change(Subject.BYLAWS, registry.officer, **BYLAWS)


@pytest.mark.parametrize(
    ("field", "value"),
    [("quorum", "たくさん"), ("term_years", "二年"), ("adopted_on", ""), ("auditors", None)],
)
def test_by_laws_with_a_slip_name_its_field(registry, field, value):
    with pytest.raises(ValidationError) as refusal:
        registry.change(Subject.BYLAWS, **BYLAWS | {field: value})
    assert list(refusal.value.message_dict) == [field]


def officer(post, name, **more):
    return {"post": post, "person_name": name, "starts_on": "2024-04-01"} | more


def test_officers_begin_and_end_by_one_notice(registry):
    first = [officer("CHAIR", "架空 一郎", ends_on="2026-03-31"), officer("AUDITOR", "架空 花子")]
    registry.change(Subject.OFFICERS, registry.officer, add=first)
    chair = officers_on(registry.platform, MAY).get(post=Post.CHAIR)
    change = {
        "end": [{"term": chair.pk, "on": "2024-04-30"}],
        "add": [officer("CHAIR", "架空 次郎", starts_on="2024-05-01", ex_officio_of="汐見町会長")],
    }
    notice = registry.change(Subject.OFFICERS, **change)
    assert officers_on(registry.platform, MAY).get(post=Post.CHAIR) == chair
    confirm_change(notice=notice, by=registry.officer)
    now = officers_on(registry.platform, MAY).get(post=Post.CHAIR)
    assert (now.person_name, now.ex_officio_of) == ("架空 次郎", "汐見町会長")


def test_an_auditor_who_is_also_officer_is_refused(registry):
    both = [officer("AUDITOR", "架空 一郎"), officer("TREASURER", "架空　一郎")]
    with pytest.raises(ValidationError, match="監事は、ほかの役員や事務局を兼ねられません"):
        registry.change(Subject.OFFICERS, add=both)
    assert not OfficerTerm.objects.for_system("look").exists()


def test_dissolution_is_a_notice_that_becomes_an_event(registry):
    notice = registry.change(Subject.DISSOLUTION, on="2024-04-30", evidence="解散総会")
    assert fresh(registry.platform).stage is Stage.FOUNDED
    confirm_change(notice=notice, by=registry.officer)
    assert fresh(registry.platform).stage is Stage.DISSOLVED
    with pytest.raises(ValidationError, match="台帳の内容は変えられません"):
        registry.change(Subject.NAME, name="甲の会")


def test_members_join_leave_and_are_listed_once(registry):
    enter = {
        "platform": registry.platform,
        "kind": MemberKind.JICHIKAI,
        "name": "汐見一丁目町内会",
        "joined_on": date(2022, 5, 22),
        "by": registry.secretary,
    }
    key = uuid.uuid4()
    member = add_member(**enter, key=key)
    assert add_member(**enter, key=key) == member
    with pytest.raises(ValidationError, match="もう構成団体に入っています"):
        add_member(**enter, key=uuid.uuid4())
    end_member(member=member, on=date(2024, 3, 31), by=registry.secretary)
    assert not members_on(registry.platform, MAY).exists()
    with pytest.raises(PermissionDenied):
        add_member(**enter | {"by": registry.treasurer}, key=uuid.uuid4())


def test_the_profile_is_the_secretariats_own_and_public_only_with_words(registry):
    with pytest.raises(ValidationError, match="紹介の文"):
        edit_profile(platform=registry.platform, by=registry.secretary, is_published=True)
    edit_profile(
        platform=registry.platform,
        by=registry.secretary,
        is_published=True,
        public_text="海の見える校区です。",
    )
    assert fresh(registry.platform).is_published
    with pytest.raises(TypeError, match="stage"):
        edit_profile(platform=registry.platform, by=registry.secretary, stage=Stage.SUSTAIN)


def test_rules_are_versions_of_the_municipality_that_decides(registry):
    def save(by, day=date(2024, 4, 1), source="認定要綱"):
        return save_rules(
            municipality=registry.world.town,
            rules=Rules(coverage=Fraction(1, 2)),
            in_force_from=day,
            source=source,
            by=by,
            key=uuid.uuid4(),
        )

    assert [save(registry.mayor).version, save(registry.mayor).version] == [1, 2]
    with pytest.raises(ValidationError, match="前の版の適用の日"):
        save(registry.mayor, date(2024, 3, 31))
    with pytest.raises(ValidationError, match="要綱"):
        save(registry.mayor, source="")
    for by in (registry.officer, registry.secretary, registry.world.keeper):
        with pytest.raises(PermissionDenied):
            save(by)
