"""Block grants: composed, counted for, reckoned, approved by another person, published for ever."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from comipla.blockgrants.codec import problems_of
from comipla.blockgrants.models import (
    AllocationRun,
    AllocationSheet,
    MetricFile,
    MetricValue,
    Scheme,
    SchemeState,
    StepKind,
)
from comipla.blockgrants.presets import PRESETS
from comipla.blockgrants.reading import ValueTable
from comipla.blockgrants.selectors import (
    before_of,
    latest_run,
    metrics_of,
    schemes_for,
    sheets_of,
    steps_of,
)
from comipla.blockgrants.services import (
    Details,
    approve,
    ask_approval,
    close_year,
    define_metric,
    import_metrics,
    new_version,
    open_scheme,
    publish,
    save_scheme,
    send_back,
    store_values,
    try_out,
)
from comipla.communities.services import register_platforms
from comipla.core.allocation import AllocationError
from comipla.people.models import Person
from comipla.people.services import actor_for, begin_membership
from comipla.programme.clock import now, standing_on
from tests.blockgrants.grants import BAND, BEFORE, PEOPLE, PLAN, Grant
from tests.communities.registry import registration
from tests.world import person

pytestmark = pytest.mark.django_db
POOLED = [4_017_000, 2_772_000, 1_917_000, 1_294_000]
BANDED = [3_466_666, 2_772_000, 1_917_000, 1_466_666]


def reason(refusal) -> str:
    return "".join(refusal.value.messages)


def totals(run) -> list[int]:
    rows = AllocationSheet.objects.for_system("look").filter(run=run)
    return list(rows.values_list("total", flat=True))


def by_platform(grant: Grant, numbers) -> dict[str, int]:
    return dict(zip((p.slug for p in grant.platforms), numbers, strict=True))


def settled(grant: Grant, *moves):
    grant.count()
    grant.ask()
    for move in moves:
        move(scheme=grant.fresh(), by=grant.mayor, key=uuid.uuid4())
    return grant.fresh()


# --- Composing


@pytest.mark.parametrize("preset", PRESETS)
def test_a_shape_brings_its_metrics_and_says_what_is_still_to_be_typed(grant, preset):
    scheme = open_scheme(
        municipality=grant.registry.world.other_town,
        year=2024,
        name="交付金",
        preset=preset,
        by=grant.registry.world.stranger,
        key=uuid.uuid4(),
    )
    metrics = metrics_of(scheme.municipality)
    assert [metric.code for metric in metrics] == [m[0] for m in PRESETS[preset].metrics]
    assert bool(problems_of(scheme, metrics)) is (preset != "band")


def test_versions_are_numbered_and_a_repeated_press_begins_none(grant):
    key = uuid.uuid4()
    words = {"municipality": grant.scheme.municipality, "year": 2024, "name": "交付金"}
    again = [open_scheme(**words, preset="units", by=grant.officer, key=key) for _ in range(2)]
    assert [row.version for row in again] == [2, 2]
    assert again[0].pk == again[1].pk


def test_only_the_officer_of_the_town_composes(grant):
    words = {"municipality": grant.scheme.municipality, "year": 2024, "name": "交付金"}
    for by in (grant.mayor, grant.registry.world.stranger, grant.registry.world.clerk):
        with pytest.raises(PermissionDenied):
            open_scheme(**words, preset="units", by=by, key=uuid.uuid4())


def test_shares_that_do_not_make_a_whole_are_named(grant):
    plan = {
        **PLAN,
        "components": [{**PLAN["components"][0], "share": "40%"}, PLAN["components"][1]],
    }
    row = grant.write(plan)
    assert problems_of(row, metrics_of(row.municipality)) == [
        (
            None,
            "配分総額の割合（share）の合計が 110% です（均等割 40% ＋ 人口割 70%）。"
            "合わせて100%になるように直してください。",
        )
    ]


def test_a_form_drawn_before_somebody_elses_change_is_refused(grant):
    old = grant.fresh()
    grant.write()
    details = Details("別", "", date(2024, 4, 1), False, "")
    with pytest.raises(ValidationError) as refusal:
        save_scheme(scheme=old, details=details, plan=PLAN, edits=old.edits, by=grant.officer)
    assert reason(refusal) == (
        "この算定は、ほかの画面で変えられました。画面を開き直して、もう一度直してください。"
    )


# --- Counting


def test_a_table_is_taken_with_its_file_day_and_fingerprint(grant):
    file, _ = grant.count()
    values = MetricValue.objects.filter(file=file).order_by("platform_id")
    assert [int(row.value) for row in values] == list(PEOPLE)
    assert {row.version for row in values} == {1}
    assert (file.day, len(file.sha256)) == (date(2024, 4, 1), 64)


def test_a_later_table_stands_beside_the_earlier_one_and_the_same_bytes_are_taken_once(grant):
    grant.count()
    grant.count()
    assert MetricFile.objects.count() == 1
    grant.count((4_300, 2_600, 1_500, 700))
    rows = MetricValue.objects.filter(platform=grant.platforms[0]).order_by("version")
    assert [(row.version, row.value) for row in rows] == [(1, "4200"), (2, "4300")]
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(value="1")


def test_missing_platforms_and_unreadable_cells_are_named_and_nothing_is_stored(grant):
    slugs = [platform.slug for platform in grant.platforms]
    rows = [f"{slugs[0]},4200", f"{slugs[1]},-5", "ない会,3", f"{slugs[2]},", f"{slugs[0]},1"]
    content = "\n".join(["番号,人口", *rows]).encode("cp932")
    with pytest.raises(ValidationError) as refusal:
        import_metrics(
            municipality=grant.scheme.municipality,
            content=content,
            name="a.csv",
            day=date(2024, 4, 1),
            source="住民基本台帳",
            by=grant.officer,
        )
    assert refusal.value.messages == [
        f"B3のセル（人口、{slugs[1]}）: 「-5」はマイナスの数です。0以上の数にしてください。",
        "A4のセル: 「ない会」は、対象の団体の番号でも名称でもありません。"
        "台帳の番号か名称に直すか、この行を除いてください。",
        f"B5のセル（人口、{slugs[2]}）: 空です。数がなければ 0 と書いてください。",
        f"A6のセル: 「{slugs[0]}」は2回目です。1行にしてください。",
        f"「松原校区協議会（架空）」（{slugs[3]}）の行がありません。行を足してください。",
    ]
    assert not MetricFile.objects.exists()
    assert not MetricValue.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "表が空です。1行目に見出し、2行目から団体を書いてください。"),
        (
            "番号,面積\n1,2".encode(),
            "指標の列が見つかりません。1行目の見出しを、指標の名前にしてください（人口、自治会の数）。",
        ),
        (
            "番号,人口,人口（人）\n1,2,3".encode(),
            "C1のセル: 見出し「人口（人）」が2列目です。1列にしてください。",
        ),
    ],
)
def test_a_table_that_is_none_is_refused_in_a_sentence(grant, content, sentence):
    with pytest.raises(ValidationError) as refusal:
        import_metrics(
            municipality=grant.scheme.municipality,
            content=content,
            name="a.csv",
            day=date(2024, 4, 1),
            source="",
            by=grant.officer,
        )
    assert reason(refusal) == sentence


def test_a_metric_of_ones_own_gets_a_code_and_its_name_is_taken_once(grant):
    words = {"municipality": grant.scheme.municipality, "unit": "本", "by": grant.officer}
    assert define_metric(label="街灯", **words).code == "metric1"
    assert define_metric(label="バス停", **words).code == "metric2"
    with pytest.raises(ValidationError):
        define_metric(label="街灯", **words)


# --- Reckoning


def test_the_worked_example_is_reckoned_to_the_yen(grant):
    grant.count()
    run = grant.ask()
    assert sorted(totals(run), reverse=True) == POOLED
    assert run.total == 10_000_000
    assert grant.fresh().state == SchemeState.SIMULATED
    sheet = AllocationSheet.objects.for_system("look").get(run=run, platform=grant.platforms[0])
    assert sheet.total == 4_017_000
    assert [line["amount"] for line in sheet.lines] == [750_000, 3_267_000]
    assert sheet.lines[1]["working"] == "7,000,000円（70%分）× 4,200人 ÷ 9,000人"
    assert sheet.lines[1]["provenance"] == "住民基本台帳、2024-04-01現在"


def test_what_a_band_leaves_over_is_named(grant):
    grant.count()
    grant.remember()
    grant.write({**PLAN, "components": [*PLAN["components"], BAND]})
    run = grant.ask()
    assert sorted(totals(run), reverse=True) == sorted(BANDED, reverse=True)
    assert run.residuals == [["激変緩和", 377_668]]
    assert run.before == sum(BEFORE)


def test_a_metric_that_one_platform_lacks_is_refused_with_its_name(grant):
    with pytest.raises(ValidationError) as refusal:
        grant.ask()
    assert "汐見校区協議会（架空）" in reason(refusal)
    assert AllocationRun.objects.count() == 0
    assert grant.fresh().state == SchemeState.DRAFT


def test_numbers_are_tried_out_and_nothing_is_kept(grant):
    grant.count()
    grant.remember()
    trial = try_out(grant.fresh(), {"c1.share": "50%"})
    assert trial.simulation.result.totals == by_platform(
        grant, (3_583_000, 2_695_000, 2_083_000, 1_639_000)
    )
    assert [c.code for c in trial.comparison.winners] == [
        grant.platforms[0].slug,
        grant.platforms[1].slug,
    ]
    with pytest.raises(AllocationError):
        try_out(grant.fresh(), {"c9.share": "1"})
    assert AllocationRun.objects.count() == 0


def test_metrics_counted_on_several_days_are_noticed(grant):
    grant.count(day=date(2023, 4, 1))
    file = MetricFile.objects.create(
        municipality=grant.scheme.municipality,
        day=date(2024, 4, 1),
        source="住民基本台帳",
        name="b.csv",
        sha256="0" * 64,
        at=now(),
    )
    one = ValueTable({grant.platforms[0].slug: {"people": 5_000}})
    store_values(file, one, list(grant.platforms), metrics_of(grant.scheme.municipality))
    assert try_out(grant.fresh()).notices == (
        "「人口」の基準日が団体によって違います。同じ日の表を取り込むと、そろいます。",
    )


def test_a_platform_founded_since_the_table_has_to_be_counted_first(grant):
    grant.count()
    register_platforms([registration(grant.registry.world.town, "新しい会（架空）")])
    with pytest.raises(ValidationError) as refusal:
        grant.ask()
    assert "新しい会（架空）" in reason(refusal)


def test_platforms_without_recognition_are_left_out_where_the_scheme_says_so(grant):
    grant.count()
    grant.write(recognised_only=True)
    with pytest.raises(ValidationError) as refusal:
        grant.ask()
    assert reason(refusal).startswith("対象の団体がありません。")


# --- Two persons


def test_who_prepared_it_does_not_approve_it(grant):
    grant.count()
    grant.ask()
    twofold = person_in_both_roles(grant)
    with pytest.raises(ValidationError) as refusal:
        approve(scheme=grant.fresh(), by=twofold, key=uuid.uuid4())
    assert reason(refusal) == (
        "自分が作った算定は、自分では決められません。ほかの決裁者に頼んでください。"
    )
    with pytest.raises(PermissionDenied):
        approve(scheme=grant.fresh(), by=grant.officer, key=uuid.uuid4())
    run = latest_run(grant.fresh())
    with pytest.raises(DatabaseError), transaction.atomic():
        AllocationRun.objects.filter(pk=run.pk).update(approved_by=run.prepared_by)


def person_in_both_roles(grant):
    someone = Person.objects.get(pk=grant.officer.person_id)
    town = grant.registry.world.town
    return actor_for(
        begin_membership(person=someone, body=town, role="muni_decider", starts_on=date(2023, 4, 1))
    )


def test_a_run_goes_from_approval_to_publication_and_the_year_is_closed(grant):
    row = settled(grant, approve, publish, close_year)
    assert row.state == SchemeState.LOCKED
    assert [step.kind for step in steps_of(row)] == [
        StepKind.OPENED,
        StepKind.SIMULATED,
        StepKind.APPROVED,
        StepKind.PUBLISHED,
        StepKind.LOCKED,
    ]
    with pytest.raises(ValidationError) as refusal:
        new_version(scheme=row, by=grant.officer, key=uuid.uuid4())
    assert reason(refusal) == "令和6年度の額は確定しています。次の年度の算定を作ってください。"


def test_a_run_sent_back_is_written_again_with_the_reason_kept(grant):
    grant.count()
    grant.ask()
    with pytest.raises(ValidationError):
        send_back(scheme=grant.fresh(), reason=" ", by=grant.mayor, key=uuid.uuid4())
    send_back(
        scheme=grant.fresh(), reason="人口を確かめてください", by=grant.mayor, key=uuid.uuid4()
    )
    assert grant.fresh().state == SchemeState.DRAFT
    assert steps_of(grant.fresh())[-1].reason == "人口を確かめてください"
    assert grant.ask().number == 2


def test_a_repeated_press_counts_once(grant):
    grant.count()
    key = uuid.uuid4()
    runs = [ask_approval(scheme=grant.fresh(), by=grant.officer, key=key) for _ in range(2)]
    assert runs[0].pk == runs[1].pk
    for _ in range(2):
        approve(scheme=grant.fresh(), by=grant.mayor, key=key_of(key))
    assert grant.fresh().steps_count == 3


def key_of(key):
    return uuid.uuid5(key, "approve")


def test_what_was_approved_is_changed_by_nobody(grant):
    row = settled(grant, approve)
    with pytest.raises(ValidationError):
        grant.write()
    run = latest_run(row)
    rows = Scheme.objects.for_system("tamper").filter(pk=row.pk)
    sheets = AllocationSheet.objects.for_system("tamper").filter(run=run)
    for tamper in (
        lambda: rows.update(plan={}),
        lambda: rows.update(state="DRAFT"),
        lambda: AllocationRun.objects.filter(pk=run.pk).update(total=1),
        lambda: AllocationRun.objects.filter(pk=run.pk).delete(),
        lambda: sheets.update(total=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            tamper()


def test_a_published_run_is_changed_in_nothing(grant):
    run = latest_run(settled(grant, approve, publish))
    with pytest.raises(DatabaseError), transaction.atomic():
        AllocationRun.objects.filter(pk=run.pk).update(published_at=None)


# --- Years


def test_new_metrics_leave_a_published_year_as_it_was_and_a_past_year_is_never_reckoned(grant):
    row = settled(grant, approve, publish)
    grant.count((1, 1, 1, 1))
    assert sorted(totals(latest_run(row)), reverse=True) == POOLED
    with standing_on(date(2025, 4, 1)):
        with pytest.raises(ValidationError) as refusal:
            new_version(scheme=row, by=grant.officer, key=uuid.uuid4())
        assert reason(refusal) == (
            "令和6年度は終わっています。終わった年度の額は、新しい数で算定し直しません。"
        )
        following = open_scheme(
            municipality=row.municipality,
            year=2025,
            name="地域づくり交付金",
            preset="pool",
            by=grant.officer,
            key=uuid.uuid4(),
        )
        before = before_of(following)
        assert before.amounts == by_platform(grant, POOLED)
        assert before.source == "令和6年度 地域づくり交付金（第1版）で公表した額"


# --- Who sees what


def test_each_sees_what_concerns_them(grant):
    grant.count()
    grant.ask()
    world = grant.registry.world
    secretary = grant.registry.secretary

    def seen(actor):
        run = latest_run(grant.fresh())
        return schemes_for(actor).count(), len(sheets_of(actor, run))

    others = (world.stranger, grant.registry.secretary)
    assert [seen(a) for a in (grant.officer, world.clerk, *others)] == [
        (1, 4),
        (0, 0),
        (0, 0),
        (0, 0),
    ]
    approve(scheme=grant.fresh(), by=grant.mayor, key=uuid.uuid4())
    assert [seen(a) for a in (world.clerk, secretary)] == [(1, 4), (0, 0)]
    publish(scheme=grant.fresh(), by=grant.mayor, key=uuid.uuid4())
    assert seen(secretary) == (1, 1)
    assert seen(person(grant.registry.foreign.body, "platform_secretary")) == (0, 0)
