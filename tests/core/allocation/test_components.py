"""Each kind of component: what it gives, how its line reads, and what it refuses."""

from fractions import Fraction

import pytest

from comipla.core.allocation import (
    AllocationError,
    AllocationResult,
    Bracket,
    CappedActual,
    Coef,
    Component,
    Fixed,
    Metrics,
    Mode,
    Named,
    NamedAmount,
    OneOff,
    Proposal,
    Rounding,
    Row,
    Table,
    ThresholdUnit,
    Unit,
    allocate,
)
from tests.core.allocation.schemes import KUROSHIO, SATSUMASENDAI, scheme_of, totals

STEPS = Table((Row(below=Fraction(3, 10), amount="0.3"), Row(below=1, amount="0.5"), Row(amount=1)))
AGED = Coef(
    label="高齢化割", rate=100, metric="people", ratio="aged", ratio_of="people", table=STEPS
)


def given(component: Component, **values: object) -> AllocationResult:
    return allocate(scheme_of(component), Metrics.of({"01": values}))


def words(component: Component, **values: object) -> str:
    (line,) = given(component, **values).of("01").lines
    return line.words


@pytest.mark.parametrize(
    ("component", "values", "printed"),
    [
        (Fixed(label="均等割", amount=100_000), {}, "均等割: 定額 100,000円 ＝ 100,000円"),
        (
            Unit(label="世帯割", rate=600, metric="households"),
            {"households": 150},
            "世帯割: 150世帯 × 600円 ＝ 90,000円",
        ),
        (
            Unit(label="面積割", rate="1/100", metric="m2", unit=100),
            {"m2": 123_456},
            "面積割: 123,456 × 0.01円 ＝ 1,200円（100円未満切捨て）",
        ),
        (
            SATSUMASENDAI[0],
            {"households": 120},
            "均等割: 120世帯: 「100世帯をこえ150世帯以下」の段の 47,700円 ＝ 47,700円",
        ),
        (
            SATSUMASENDAI[0],
            {"households": 201},
            "均等割: 201世帯: 「200世帯をこえる」の段の 52,700円 ＝ 52,700円",
        ),
        (
            AGED,
            {"people": 300, "aged": 120},
            "高齢化割: 300人 × 100円 × 係数 0.5（割合 40%） ＝ 15,000円",
        ),
        (KUROSHIO[4], {"km": "7.43"}, "僻地割: 7.43 → 7.4 × 600円 ＝ 4,440円"),
        (KUROSHIO[4], {"km": "1.9"}, "僻地割: 1.9は 2 に足りません ＝ 0円"),
        (
            CappedActual(label="事業費", rate="2/3", metrics=("a", "b"), cap=300_000),
            {"a": 100_000, "b": 600_000},
            "事業費: 100,000円 × 2/3、600,000円 × 2/3、1件の上限 300,000円 ＝ 366,666円（1円未満切捨て）",
        ),
        (
            Proposal(label="提案", metrics=("a", "b"), cap=300_000),
            {"a": 100_000, "b": 50_000},
            "提案: 審査で決めた額 100,000円 ＋ 50,000円 ＝ 150,000円",
        ),
        (
            OneOff(label="法人新設", amount=200_000, metric="new"),
            {"new": 1},
            "法人新設: 今年度に一度だけ 200,000円 ＝ 200,000円",
        ),
    ],
)
def test_line_reads_as_it_is_reckoned(component, values, printed):
    assert words(component, **values) == printed


def test_line_carries_metric_rate_product_and_rounding():
    (line,) = given(Unit(rate="2.5", metric="people", unit=10), people=33).of("01").lines
    assert (line.metric.label, line.quantity, line.rate) == ("人口", 33, Fraction(5, 2))
    assert (line.product, line.rounding, line.amount) == (Fraction(165, 2), "10円未満切捨て", 80)


@pytest.mark.parametrize(
    ("rounding", "amount"), [("floor", 100), ("half_up", 200), (Rounding.UP, 200)]
)
def test_rounding_to_hundreds(rounding, amount):
    assert totals((Unit(rate=1, metric="n", unit=100, rounding=rounding),), n=150) == amount


def test_unit_of_the_scheme_counts_where_a_component_says_nothing():
    parts = (Unit(rate=1, metric="n"), Unit(rate=1, metric="n", unit=1))
    result = allocate(scheme_of(*parts, unit=1_000), Metrics.of({"01": {"n": 1_999}}))
    assert [line.amount for line in result.of("01").lines] == [1_000, 1_999]


@pytest.mark.parametrize(("km", "amount"), [("1.99", 0), (2, 0), ("2.59", 300), (5, 1_800)])
def test_threshold_counted_from_the_threshold(km, amount):
    part = ThresholdUnit(rate=600, metric="km", threshold=2, quantum="0.5", from_threshold=True)
    assert totals((part,), km=km) == amount


def test_marginal_table_adds_every_part_it_reaches():
    table = Table((Row(upto=100, rate=10), Row(upto=200, rate=5), Row(rate=1)), Mode.MARGINAL)
    part = Bracket(label="世帯割", metric="households", table=table)
    assert [totals((part,), households=n) for n in (0, 100, 150, 250)] == [0, 1_000, 1_250, 1_550]
    printed = words(part, households=150)
    assert printed == "世帯割: 150世帯: 100世帯 × 10円 ＋ 50世帯 × 5円 ＝ 1,250円"


def test_table_of_rates_prices_the_whole_value_at_its_row():
    part = Bracket(metric="n", table=(Row(below=10, rate=5), Row(amount=7, rate=2)))
    assert [totals((part,), n=n) for n in (9, 10)] == [45, 27]


def test_value_above_the_last_row_is_refused_with_platform_and_value():
    part = Bracket(label="規模割", metric="n", table=(Row(upto=10, amount=5),))
    with pytest.raises(AllocationError, match="規模割、団体 01: 11 に当たる段が表にありません"):
        totals((part,), n=11)


def test_coefficient_of_an_empty_district_gives_nothing():
    assert totals((AGED,), people=0, aged=0) == 0
    with pytest.raises(AllocationError, match="団体 01: 「people」が0なので、割合を求められません"):
        totals((AGED,), people=0, aged=1)


def test_items_are_rounded_one_by_one():
    part = CappedActual(rate="1/3", metrics=("a", "b"))
    assert totals((part,), a=101, b=101) == 66


def test_more_items_than_allowed_are_refused():
    part = CappedActual(label="提案事業", metrics=("a", "b", "c"), most=2)
    assert totals((part,), a=1, b=0, c=2) == 3
    with pytest.raises(AllocationError, match="提案事業、団体 01: 3件ありますが、年2件までです"):
        totals((part,), a=1, b=1, c=2)


def test_decided_amount_above_the_cap_is_refused():
    part = Proposal(metrics="a", cap=300_000)
    with pytest.raises(AllocationError, match="決定額 300,001円 が上限 300,000円 をこえています"):
        totals((part,), a=300_001)


def test_named_amount_stands_with_its_reason_and_all_others_get_the_usual_one():
    part = Named(label="事務局", amount=300_000, named=(NamedAmount("02", 500_000, "専任2人"),))
    result = allocate(scheme_of(part), Metrics.of({"01": {}, "02": {}}))
    assert result.totals == {"01": 300_000, "02": 500_000}
    assert result.of("02").lines[0].words == ("事務局: 個別の額 500,000円（専任2人） ＝ 500,000円")
    with pytest.raises(AllocationError, match="事務局に書かれた団体 02 が指標の表にありません"):
        allocate(scheme_of(part), Metrics.of({"01": {}}))


def test_one_off_is_given_once_in_a_lifetime():
    part = OneOff(key="founding", amount=200_000, metric="new", already="given")
    assert totals((part,), new=1, given=0) == 200_000
    assert totals((part,), new=1, given=1) == 0
    assert totals((part,), new=0, given=0) == 0
    bare = OneOff(key="founding", amount=200_000, metric="new")
    scheme, metrics = scheme_of(bare), Metrics.of({"01": {"new": 1}})
    first = allocate(scheme, metrics)
    assert allocate(scheme, metrics, first).total == 0
    with pytest.raises(AllocationError, match="当たるときは1、当たらないときは0"):
        totals((bare,), new=2)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Fixed(label="均等割", amount=-1), "均等割の amount がマイナスです"),
        (lambda: Fixed(amount=0.5), "浮動小数点数です"),
        (lambda: Fixed(amount="1/2"), "1円単位の額に"),
        (lambda: Fixed(amount=None), "amount を書いてください"),
        (lambda: Fixed(amount=True), "数にしてください"),
        (lambda: Fixed(amount=10**16), "大きすぎます"),
        (lambda: Unit(rate="三百", metric="n"), "数として読めません"),
        (lambda: Unit(rate=1, metric=""), "指標（metric）を書いてください"),
        (lambda: Unit(rate=1, metric="n", unit=0), "端数の単位を1円以上に"),
        (lambda: Unit(rate=1, metric="n", rounding="ceil"), "端数処理「ceil」はありません"),
        (lambda: Bracket(metric="n", table=()), "表に段がありません"),
        (lambda: Bracket(metric="n", table=5), "表（table）が読めません"),
        (lambda: Table((Row(), Row())), "1段目に上の境"),
        (lambda: Table((Row(upto=5), Row(upto=5))), "前の段の 5 より大きくありません"),
        (lambda: Table((Row(upto=5, below=6),)), "片方にしてください"),
        (lambda: Table((Row(),), "slope"), "step か marginal"),
        (lambda: Coef(rate=1, metric="n", ratio="r", table=(Row(rate=1),)), "係数（amount）だけ"),
        (lambda: ThresholdUnit(rate=1, metric="n", quantum=0), "刻み"),
        (lambda: CappedActual(rate=2, metrics=("a",)), "1以下に"),
        (lambda: CappedActual(metrics=()), "指標（metrics）を書いてください"),
        (lambda: CappedActual(metrics=("a",), lifetime_cap=5), "両方を書いてください"),
        (lambda: Named(named=(NamedAmount("01", 5, " "),)), "理由（reason）"),
        (lambda: Named(named=(NamedAmount("01", -5, "x"),)), "マイナス"),
        (lambda: Named(named=[NamedAmount("01", 5, "x")] * 2), "2回出てきます"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(make, sentence):
    with pytest.raises(AllocationError, match=sentence):
        make()
