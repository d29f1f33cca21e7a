"""Schemes as municipalities publish them (community-platform.md D1), for the tests."""

from fractions import Fraction

from comipla.core.allocation import (
    Adjust,
    AllocationResult,
    AllocationScheme,
    Bracket,
    Component,
    Fixed,
    Metric,
    Metrics,
    Pool,
    PoolEqual,
    PoolShare,
    Row,
    Table,
    ThresholdUnit,
    Unit,
    allocate,
)

PEOPLE = Metric("people", "人口", "人")
HOUSEHOLDS = Metric("households", "世帯数", "世帯")
FOUR = {"A": 4_200, "B": 2_600, "C": 1_500, "D": 700}
BEFORE = {"A": 2_600_000, "B": 2_600_000, "C": 2_600_000, "D": 2_200_000}

NABARI_POOL = Pool(key="yume", amount=35_000_000)
NABARI = (
    PoolEqual(label="均等割", share=Fraction(3, 10)),
    PoolShare(label="人口割", share=Fraction(7, 10), metric="people"),
    Unit(label="基礎的コミュニティ割", rate=72_000, metric="bodies"),
    Unit(label="基礎的コミュニティ加算", rate=25_000, metric="bodies"),
    Unit(label="基礎的コミュニティ人口割", rate=200, metric="members"),
    Fixed(label="事務局費", amount=300_000),
    Fixed(label="地域事務費", amount=1_500_000),
)
KOURA = (
    Fixed(label="職務執行経費 均等割", amount=100_000),
    Unit(label="職務執行経費 世帯割", rate=600, metric="households"),
    Fixed(label="自治会活動費 均等割", amount=65_000),
    Unit(label="自治会活動費 世帯割", rate=350, metric="households"),
    Unit(label="自治会活動費 人口割", rate=100, metric="people"),
)
SATSUMASENDAI = (
    Bracket(
        label="均等割",
        metric="households",
        table=Table(
            (
                Row(upto=50, amount=42_700),
                Row(upto=100, amount=45_200),
                Row(upto=150, amount=47_700),
                Row(upto=200, amount=50_200),
                Row(amount=52_700),
            )
        ),
    ),
    Unit(label="世帯割", rate=2_330, metric="households"),
)
KUROSHIO = (
    Fixed(label="均等割", amount=30_000),
    Unit(label="面積割", rate=10_000, metric="square_km"),
    Unit(label="人口割", rate=50, metric="people"),
    Unit(label="高齢者割", rate=1_000, metric="aged"),
    ThresholdUnit(label="僻地割", rate=600, metric="km", threshold=2, quantum=Fraction(1, 10)),
    Unit(label="街灯割", rate=1_000, metric="lamps"),
)


def scheme_of(*components: Component, **words: object) -> AllocationScheme:
    """A scheme of 見本市 for R7."""
    return AllocationScheme(
        **{
            "municipality": "見本市",
            "fiscal_year": "R7",
            "components": components,
            "metrics": (PEOPLE, HOUSEHOLDS),
            **words,
        }
    )


def totals(components: tuple[Component, ...], **values: object) -> int:
    """What a single platform with these values gets."""
    return allocate(scheme_of(*components), Metrics.of({"01": values})).total


def four(*adjustments: Adjust, **words: object) -> AllocationScheme:
    """10,000,000 yen divided 30/70 in thousands, then adjusted."""
    return scheme_of(
        PoolEqual(key="equal", share=Fraction(3, 10)),
        PoolShare(key="people", share=Fraction(7, 10), metric="people"),
        *adjustments,
        pools=(Pool(key="main", amount=10_000_000, unit=1_000),),
        **words,
    )


def four_with(*adjustments: Adjust, previous: object = None, **words: object) -> AllocationResult:
    """The four platforms of the test vector."""
    metrics = Metrics.of({code: {"people": number} for code, number in FOUR.items()})
    return allocate(four(*adjustments, **words), metrics, previous)
