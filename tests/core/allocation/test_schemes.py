"""Schemes and metrics as a whole: what does not fit together is refused and named."""

from dataclasses import replace

import pytest

from comipla.core.allocation import (
    AllocationError,
    AllocationScheme,
    Fixed,
    Metric,
    Metrics,
    PlatformMetrics,
    Pool,
    PoolEqual,
    PoolShare,
    Unit,
    allocate,
)
from tests.core.allocation.schemes import PEOPLE, four, four_with, scheme_of

HALVES = (PoolEqual(share="50%"), PoolShare(share="50%", metric="people"))


def refused(make, sentence):
    with pytest.raises(AllocationError) as caught:
        make()
    assert sentence in str(caught.value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: scheme_of(
                PoolEqual(label="均等割", share="30%"),
                PoolShare(label="人口割", share="60%", metric="people"),
                pools=(Pool(key="main", amount=100),),
            ),
            "配分総額「main」の割合（share）の合計が 90% です（均等割 30% ＋ 人口割 60%）。",
        ),
        (lambda: scheme_of(), "項目（components）が1つもありません"),
        (lambda: scheme_of({"kind": "FIXED"}), "1番目の項目"),
        (
            lambda: scheme_of(Fixed(key="a", amount=1), Fixed(key="a", amount=2)),
            "キー（key）「a」が2回",
        ),
        (lambda: scheme_of(*HALVES), "総額が書かれていません"),
        (
            lambda: scheme_of(PoolEqual(pool="x"), pools=(Pool(key="main", amount=1),)),
            "配分総額「x」がありません。main から選んで",
        ),
        (
            lambda: scheme_of(Fixed(amount=1), pools=(Pool(key="main", amount=1),)),
            "配分総額「main」を分ける項目がありません",
        ),
        (lambda: PoolEqual(unit=100), "配分総額（pools）の側に"),
        (lambda: Pool(key="main", amount=-5), "マイナス"),
        (lambda: Pool(key="main", amount=5, unit=0), "1円以上"),
        (lambda: scheme_of(Fixed(amount=1), unit=0), "端数の単位を1円以上"),
        (lambda: scheme_of(Fixed(amount=1), fiscal_year="来年"), "算定の年度「来年」"),
        (lambda: scheme_of(Fixed(amount=1), metrics=(PEOPLE, PEOPLE)), "「people」が2回"),
        (lambda: scheme_of(Fixed(amount=1), total_budget="-1"), "マイナスの数です"),
    ],
)
def test_scheme_that_does_not_fit_together_is_refused(make, sentence):
    refused(make, sentence)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Metrics((PlatformMetrics("01"), PlatformMetrics("02"), PlatformMetrics("01"))),
            "団体コード 01 が2回出てきます（2回目は3番目）",
        ),
        (
            lambda: PlatformMetrics("01", "北", {"people": -3}),
            "団体 01 北の「people」がマイナスです",
        ),
        (lambda: PlatformMetrics("01", "北", {"people": 1.5}), "浮動小数点数"),
        (lambda: PlatformMetrics("01", "北", {"people": "多い"}), "「多い」は数として読めません"),
        (lambda: PlatformMetrics(""), "団体コード"),
        (lambda: PlatformMetrics("01", "北", {"people": None}), "数にしてください"),
        (lambda: PlatformMetrics("01", "北", [5]), "対応（dict）"),
        (lambda: Metrics(({"code": "01"},)), "1番目の団体"),
    ],
)
def test_metrics_that_cannot_be_are_refused(make, sentence):
    refused(make, sentence)


def test_missing_metric_names_the_platforms_and_what_needs_it():
    platforms = (
        PlatformMetrics("01", "北（架空）", {"people": 5}),
        PlatformMetrics("02", "東（架空）", {}),
    )
    scheme = scheme_of(Unit(label="人口割", rate=1, metric="people"))
    refused(
        lambda: allocate(scheme, Metrics(platforms)),
        "指標「人口」の値がない団体があります: 02 東（架空）。人口割に使います。",
    )


@pytest.mark.parametrize(
    ("scheme", "metrics", "previous", "sentence"),
    [
        (scheme_of(Fixed(amount=1)), Metrics(()), None, "団体が1つもありません"),
        (scheme_of(Fixed(amount=1)), {"01": {}}, None, "AllocationScheme と Metrics"),
        (scheme_of(Fixed(amount=1)), Metrics.of({"01": {}}), {"01": -1}, "団体 01 の前年度の額"),
        (scheme_of(Fixed(amount=1)), Metrics.of({"01": {}}), [5], "対応（dict）"),
        (
            scheme_of(*HALVES, total_budget=100),
            Metrics.of({"01": {"people": 0}}),
            None,
            "すべての団体で0です",
        ),
        (
            scheme_of(*HALVES, pools=(Pool(key="main", amount=1_500, unit=1_000),)),
            Metrics.of({"01": {"people": 1}}),
            None,
            "1,500円 は 1,000円 の倍数ではない",
        ),
    ],
)
def test_allocation_that_cannot_be_is_refused(scheme, metrics, previous, sentence):
    refused(lambda: allocate(scheme, metrics, previous), sentence)


def test_budget_is_the_pool_of_a_scheme_that_names_none():
    scheme = scheme_of(*HALVES, total_budget=101)
    result = allocate(scheme, Metrics.of({"01": {"people": 3}, "02": {"people": 1}}))
    assert result.totals == {"01": 64, "02": 37}
    assert result.budget_left == 0


def test_two_pools_are_divided_each_by_its_own():
    scheme = scheme_of(
        PoolEqual(pool="a"),
        PoolShare(pool="b", metric="people"),
        pools=(Pool(key="a", amount=11), Pool(key="b", amount=100)),
    )
    result = allocate(scheme, Metrics.of({"2": {"people": 1}, "1": {"people": 3}}))
    assert result.totals == {"2": 30, "1": 81}


def test_pool_part_of_those_who_meet_a_condition():
    scheme = scheme_of(PoolEqual(when="plan"), total_budget=100)
    result = allocate(scheme, Metrics.of({"1": {"plan": 1}, "2": {"plan": 0}, "3": {"plan": 1}}))
    assert result.totals == {"1": 50, "2": 0, "3": 50}
    assert result.of("2").lines[0].working == "条件に当たりません"


def test_huge_amounts_stay_exact():
    scheme = scheme_of(PoolShare(metric="n"), total_budget=10**14 + 1)
    result = allocate(scheme, Metrics.of({"1": {"n": 10**14}, "2": {"n": "0.000000000001"}}))
    assert result.total == 10**14 + 1


def test_metric_as_collected_stands_before_that_of_the_scheme():
    scheme = scheme_of(Unit(rate=1, metric="people"))
    counted = Metric("people", "人口", "人", source="国勢調査")
    result = allocate(scheme, Metrics.of({"1": {"people": 1}}, [counted]))
    assert result.of("1").lines[0].metric == counted


def test_fingerprint_changes_with_every_input():
    metrics = Metrics.of({code: {"people": 5} for code in "ABCD"})
    first = allocate(four(), metrics)
    assert allocate(four(), metrics).fingerprint == first.fingerprint
    others = [
        allocate(replace(four(), version="2"), metrics),
        allocate(four(), metrics, {"A": 1}),
        four_with(),
    ]
    assert len({first.fingerprint, *(other.fingerprint for other in others)}) == 4


def test_unknown_platform_of_a_result_is_refused():
    refused(lambda: four_with().of("Z"), "団体 Z はこの算定にありません")


def test_scheme_is_named_by_municipality_year_and_version():
    scheme = AllocationScheme(
        municipality="見本市", fiscal_year="令和7年度", components=[Fixed(amount=1)]
    )
    assert scheme.label == "見本市 令和7年度 第1版"
    assert scheme.components[0].key == "c1"
