"""The booklet's words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from comipla.core.paper_blocks import Pairs, from_json, to_json
from comipla.core.plans.booklet import Imprint, Told, booklet, figure
from comipla.core.plans.codes import Answer
from tests.core.plans.examples import action, plan

IMPRINT = Imprint("汐見校区協議会（架空）", "鹿児島市", 2, date(2024, 4, 20))


def test_chapters_follow_the_plan_and_empty_ones_are_left_out() -> None:
    content = booklet(plan(), IMPRINT)
    assert [(annex.label, annex.title) for annex in content.annexes] == [
        ("1", "めざす姿"),
        ("2", "地域のすがた"),
        ("3", "地域の課題"),
        ("4", "基本方針"),
        ("5", "取組"),
        ("6", "お金の計画"),
    ]
    assert content.opening == (
        "声をかけあう汐見",
        "令和6年度から令和10年度まで",
        "第2版 令和6年4月20日 議決",
    )


def test_an_action_stands_with_its_answer() -> None:
    told = {"line-1": Told(Answer.CONSIDER, "福祉課", "会場を探します。")}
    content = booklet(plan(action(1)), replace(IMPRINT, answers=told))
    block = content.annexes[4].blocks[0]
    assert isinstance(block, Pairs)
    assert block.heading == "取組1 ふれあいサロンを毎週ひらく"
    assert dict(block.rows) == {
        "分類": "X05 高齢者交流サービス・サロン",
        "ねらい": "一人で過ごす人を減らす。",
        "こたえる課題": "課題1、課題4",
        "受け持つ部会": "福祉部会",
        "一緒に取り組む団体": "社会福祉協議会、女性部",
        "役割分担": "自助20% 共助60% 公助20%",
        "時期": "短期（2年まで） 令和6年度から令和7年度まで",
        "費用": "200,000円",
        "財源": "自主財源（会費・事業収入） 50,000円\n市町村の包括的な交付金 150,000円",
        "指標": "サロンの参加者 120人から200人へ（令和8年度）",
        "市町村の回答": "検討（福祉課）\n会場を探します。",
    }


def test_a_draft_says_so_on_its_cover() -> None:
    content = booklet(plan(), replace(IMPRINT, adopted_on=None))
    assert content.opening[-1] == "第2版 素案（議決の前のものです）"


def test_the_words_are_kept_as_json() -> None:
    content = booklet(plan(), IMPRINT)
    assert from_json(to_json(content)) == content


@pytest.mark.parametrize(
    ("value", "words"), [("1200", "1,200"), ("3.50", "3.5"), ("0", "0"), (None, "—")]
)
def test_a_figure_has_no_needless_zeros(value: str | None, words: str) -> None:
    assert figure(Decimal(value) if value is not None else None) == words
