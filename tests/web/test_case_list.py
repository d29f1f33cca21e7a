"""The page of the list of cases, its files, and the lists that a person keeps."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from comipla.cases.models import Case, SavedView
from comipla.cases.services.saved_views import MOST
from comipla.people.models import Person
from comipla.programme.clock import standing_on
from comipla.programme.models import ProgrammeYear, YearState
from tests import examples as x
from tests.cases.many import store_cases
from tests.web.markup import Page
from tests.world import build

pytestmark = pytest.mark.django_db
LIST = "/cases/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """A case granted in full and one whose earmark waits for its decision, kept for the module.

    Whatever a test changes is undone after it; other years hold what tests store in them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        world.granted(500_000)
        case = world.open(title="買い物バス（架空）", requested=300_000)
        world.do(case, "draft", world.clerk, x.earmark(300_000), of="earmark")
        yield world
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _on_the_first_of_july(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.COMIPLA_TODAY = date(2024, 7, 1)


@pytest.fixture
def earlier(world):
    """令和3年度."""
    return ProgrammeYear.objects.create(
        prefecture=world.prefecture,
        year=2021,
        code="R3",
        state=YearState.RUNNING,
        enacted_on=date(2021, 3, 22),
        parameters="r3",
        forms="r6-1",
    )


@pytest.fixture
def enter(client):
    """Sign an actor in: ``enter(world.clerk).get(…)``."""

    def sign_in(actor):
        client.force_login(Person.objects.get(pk=actor.person_id))
        return client

    return sign_in


def page(client, query="", **more) -> Page:
    return Page(client.get(LIST + query, **more).content.decode())


def table(client, query="") -> list[list[str]]:
    """The rows of the table as texts, the headings and the totals among them."""
    source = client.get(LIST + query).content.decode()
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", source, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    hidden = r'<span class="visually-hidden">.*?</span>'
    return [[_words(re.sub(hidden, "", cell)) for cell in row] for row in cells]


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def chips(client, query="") -> dict[str, str]:
    found = page(client, query)
    return {
        _words(e.text.replace("件", "")): e["href"] for e in found.elements if "chip" in e.classes
    }


def finding(client, query="") -> str:
    return page(client, query).one("h1").text


def rows_of_csv(response) -> list[list[str]]:
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def test_the_page_says_in_a_sentence_what_is_shown(world, enter):
    clerk = enter(world.clerk)
    assert finding(clerk) == "案件 2件、申請額 計 500,000円、交付決定額 計 500,000円"
    assert finding(clerk, "?state=needed") == "要望の案件 1件、要望額 計 300,000円"
    assert finding(clerk, "?year=R6&municipality=462012&category=2-1&turn=waiting&q=空き家") == (
        "令和6年度・鹿児島市・区分②-1・相手待ち・「空き家」にあてはまるものの案件 1件、"
        "申請額 計 500,000円、交付決定額 計 500,000円"
    )
    assert finding(clerk, "?state=needed&state=granted") == (
        "要望または交付決定の案件 2件、申請額 計 500,000円、交付決定額 計 500,000円"
    )
    assert finding(clerk, "?q=見当たらない") == "「見当たらない」にあてはまるものの案件はありません"


def test_a_row_tells_what_is_known_and_the_foot_adds_the_whole_list_up(world, enter):
    assert table(enter(world.clerk)) == [
        ["番号", "事業名", "市町村", "状態", "申請額", "交付決定額", "期限", "次にすること"],
        [
            "③-R6-002",
            "買い物バス（架空）",
            "鹿児島市",
            "要望 決裁待ち",
            "—",
            "—",
            "",
            "県：内示を決裁する",
        ],
        [
            "③-R6-001",
            "空き家改修による地域の拠点づくり（架空）",
            "鹿児島市",
            "交付決定",
            "500,000",
            "500,000",
            "R7.3.28 あと270日 実績報告書の提出",
            "市町村：着手届を提出する",
        ],
        ["全2件の計", "", "", "", "500,000", "500,000", "", ""],
    ]


def test_the_municipality_is_not_told_of_a_draft(world, enter):
    officer = enter(world.officer)
    assert table(officer)[1][3:] == ["要望", "—", "—", "", "県：内示を起案する"]
    assert "決裁待ち" not in " ".join(chips(officer))


def test_chips_count_what_they_would_leave_and_keep_the_rest_of_the_address(world, enter):
    shown = chips(enter(world.clerk), "?q=架空&sort=-due&page=3")
    kept = "q=%E6%9E%B6%E7%A9%BA&sort=-due"
    assert shown == {
        "すべて 2": f"?{kept}",
        "自分の番 1": f"?{kept}&turn=mine",
        "相手待ち 1": f"?{kept}&turn=waiting",
        "期限超過 0": f"?{kept}&turn=late",
        "決裁待ち 1": f"?{kept}&turn=pending",
        "要望 1": f"?{kept}&state=needed",
        "交付決定 1": f"?{kept}&state=granted",
        "②-1 2": f"?{kept}&category=2-1",
    }


def test_a_late_case_says_so_in_words(world, enter, settings):
    settings.COMIPLA_TODAY = date(2025, 4, 1)
    clerk = enter(world.clerk)
    assert table(clerk, "?turn=late")[1][6] == "R7.3.28 4日超過 実績報告書の提出"
    assert finding(clerk, "?turn=late&columns=due") == (
        "期限超過の案件 1件、申請額 計 500,000円、交付決定額 計 500,000円"
    )


def test_columns_order_density_and_size_stand_in_the_address(world, enter):
    clerk = enter(world.clerk)
    shown = table(clerk, "?columns=paid&columns=category&columns=requested&sort=requested")
    assert [row[:1] + row[2:] for row in shown] == [
        ["番号", "区分", "要望額", "支払済額"],
        ["③-R6-002", "②-1", "300,000", "—"],
        ["③-R6-001", "②-1", "617,000", "—"],
        ["全2件の計", "", "917,000", "0"],
    ]
    found = page(clerk, "?density=dense&size=20")
    assert "table--dense" in found.one("table").classes
    assert [e.text for e in found.all("span", aria_current="true")] == ["20"]
    sorts = {e.text.split("昇")[0].split("降")[0]: e["href"] for e in found.all("a", class_="sort")}
    assert sorts["期限"] == "?density=dense&size=20&sort=due"


def test_an_address_with_unknown_parts_still_opens(world, enter):
    nonsense = "?state=x&turn=x&category=9&year=R99999&sort=password&columns=head&size=7&page=x"
    assert finding(enter(world.clerk), nonsense) == finding(enter(world.clerk))


def test_pages_part_a_long_list_and_totals_stay_those_of_the_whole(world, earlier, enter):
    store_cases(45, years=[earlier], owners=[world.town])
    clerk = enter(world.clerk)
    first, last = (table(clerk, f"?year=R3&size=20&page={number}") for number in (1, 3))
    assert (len(first), len(last)) == (22, 7)
    assert first[-1] == last[-1]
    found = page(clerk, "?year=R3&size=20&page=3")
    assert found.one("caption").text.startswith("全45件のうち 41〜45件目")
    assert found.one("a", rel="prev")["href"] == "?year=R3&size=20&page=2"
    assert table(clerk, "?year=R3&size=20&page=99") == last


def test_an_empty_list_says_what_comes_next(world, enter):
    stranger = enter(world.stranger)
    assert finding(stranger) == "案件はありません"
    assert page(stranger).one("p", class_="empty__title").text == "案件はまだありません"
    found = page(enter(world.clerk), "?q=見当たらない")
    assert found.one("p", class_="empty__title").text == "あてはまる案件はありません"
    assert found.one("a", class_="button button--secondary").get("href") == LIST


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_for_three(
    world, earlier, enter, count, django_assert_num_queries
):
    store_cases(count, years=[earlier], owners=[world.town])
    clerk = enter(world.clerk)
    clerk.get(LIST)
    with django_assert_num_queries(9):
        clerk.get(f"{LIST}?year=R3")


def test_a_file_holds_exactly_what_is_shown(world, enter):
    clerk = enter(world.clerk)
    query = "?columns=municipality&columns=state&columns=decided&columns=due&sort=number&size=20"
    answer = clerk.get("/cases/list.csv" + query)
    assert answer["Content-Disposition"].endswith("20240701.csv")
    assert rows_of_csv(answer) == [
        [
            "案件番号",
            "事業名",
            "団体コード",
            "市町村",
            "状態",
            "決裁待ち",
            "交付決定額（円）",
            "期限",
            "期限の内容",
        ],
        [
            "3-R6-001",
            "空き家改修による地域の拠点づくり（架空）",
            "462012",
            "鹿児島市",
            "交付決定",
            "",
            "500000",
            "2025-03-28",
            "実績報告書の提出",
        ],
        ["3-R6-002", "買い物バス（架空）", "462012", "鹿児島市", "要望", "内示", "0", "", ""],
    ]


def test_a_file_holds_every_row_of_the_filter_not_only_the_page(world, earlier, enter):
    store_cases(60, years=[earlier], owners=[world.town])
    clerk = enter(world.clerk)
    assert len(rows_of_csv(clerk.get("/cases/list.csv?year=R3&size=20&page=2"))) == 61
    late = len(table(clerk, "?year=R3&turn=late&size=100")) - 2
    assert len(rows_of_csv(clerk.get("/cases/list.csv?year=R3&turn=late"))) == late + 1


def test_a_workbook_tells_beside_the_table_what_it_holds(world, enter):
    with standing_on(date(2024, 7, 1)):
        answer = enter(world.clerk).get("/cases/list.xlsx?year=R6&columns=year&columns=category")
        content = b"".join(answer.streaming_content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("案件一覧").to_python()[1] == [
        "3-R6-002",
        "買い物バス（架空）",
        2024.0,
        "2-1",
        "コミプラ形成を検討する地域の新たな取組",
    ]
    assert book.get_sheet_by_name("この表について").to_python() == [
        ["項目", "内容"],
        ["内容", "令和6年度の案件 2件、申請額 計 500,000円、交付決定額 計 500,000円"],
        ["作成日時", "2024-07-01 10:00"],
        ["金額の単位", "円"],
    ]


def test_what_shift_jis_cannot_hold_is_named_and_offered_otherwise(world, enter):
    world.open(title="𠮷野校区の拠点（架空）")
    clerk = enter(world.clerk)
    answer = clerk.get("/cases/list.csv?year=R6&encoding=shift_jis")
    found = Page(answer.content.decode())
    assert answer.status_code == 422
    assert found.one("h1").text == "Shift_JIS で書けない文字が1か所あります"
    assert [e.text for e in found.elements if e.tag in ("th", "td")][3:] == [
        "3-R6-003",
        "事業名",
        "𠮷",
    ]
    assert [e["href"] for e in found.all("a") if "button" in e.classes] == [
        "/cases/list.csv?year=R6",
        "/cases/list.xlsx?year=R6",
    ]


def test_shift_jis_is_had_where_every_character_has_a_place(world, enter):
    answer = enter(world.clerk).get("/cases/list.csv?encoding=shift_jis")
    assert "買い物バス（架空）" in b"".join(answer.streaming_content).decode("cp932")


def test_who_may_not_export_sees_the_list_without_files(world, enter):
    auditor = enter(world.auditor)
    assert [e for e in page(auditor).all("a") if "list." in (e.get("href") or "")] == []
    assert auditor.get("/cases/list.csv").status_code == 403


def test_a_file_of_another_kind_does_not_exist(world, enter):
    assert enter(world.clerk).get("/cases/list.pdf").status_code == 404


def keep(client, name, query=""):
    return client.post(reverse("case_view_keep"), {"name": name, "query": query}, follow=True)


def test_a_list_is_kept_under_a_name_and_opened_again(world, enter):
    clerk = enter(world.clerk)
    answer = keep(clerk, " 今月の　審査 ", "turn=mine&state=applied&page=4&x=1")
    assert answer.redirect_chain == [("/cases/?turn=mine&state=applied", 302)]
    [view] = SavedView.objects.all()
    assert (view.person_id, view.name, view.query) == (
        world.clerk.person_id,
        "今月の 審査",
        "turn=mine&state=applied",
    )
    link = page(clerk).one("a", class_="menu-item", href=f"/cases/?{view.query}")
    assert link.text == "今月の 審査"


def test_the_same_name_takes_the_new_list(world, enter):
    clerk = enter(world.clerk)
    keep(clerk, "審査", "turn=mine")
    keep(clerk, "審査", "state=applied")
    assert SavedView.objects.get().query == "state=applied"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "この一覧の名前を書いてから保存してください（例 今月の審査）。"),
        ("あ" * 61, "名前が61文字あります。60文字までにしてください。"),
    ],
)
def test_a_name_that_cannot_be_kept_is_explained(world, enter, name, sentence):
    assert sentence in keep(enter(world.clerk), name, "turn=mine").content.decode()
    assert SavedView.objects.count() == 0


def test_too_many_lists_and_too_long_ones_are_not_kept(world, enter):
    clerk = enter(world.clerk)
    long = "&".join(f"columns={key}" for key in ["ordered_back"] * 30)
    assert "列か状態の数を減らしてください" in keep(clerk, "長い", long).content.decode()
    owner = Person.objects.get(pk=world.clerk.person_id)
    SavedView.objects.bulk_create(
        SavedView(person=owner, name=str(number), query="") for number in range(MOST)
    )
    assert f"{MOST}件までです" in keep(clerk, "もう一つ").content.decode()
    assert "「0」として保存しました" in keep(clerk, "0", "turn=mine").content.decode()


def test_a_kept_list_is_dropped_by_its_owner_alone(world, enter):
    keep(enter(world.clerk), "審査", "turn=mine")
    address = reverse("case_view_drop", args=[SavedView.objects.get().pk])
    assert enter(world.officer).post(address).status_code == 404
    assert SavedView.objects.count() == 1
    answer = enter(world.clerk).post(address, {"query": "turn=mine"}, follow=True)
    assert answer.redirect_chain == [("/cases/?turn=mine", 302)]
    assert SavedView.objects.count() == 0
    assert enter(world.clerk).post(address).status_code == 404


def test_looking_changes_nothing(world, enter):
    before = list(Case.objects.for_system("test").values())
    clerk = enter(world.clerk)
    for address in (LIST, "/cases/list.csv", reverse("case_view_keep"), "/ledger/"):
        clerk.get(address)
    assert list(Case.objects.for_system("test").values()) == before
    assert SavedView.objects.count() == 0
