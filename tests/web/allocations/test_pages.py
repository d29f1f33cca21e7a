"""Pages of block grants: composed without script, tried out, decided by two, read by those concerned."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from comipla.blockgrants.models import MetricFile, Scheme, SchemeState
from comipla.communities.services import register_platforms
from tests.blockgrants.grants import BAND, BEFORE, PEOPLE, PLAN
from tests.communities.registry import registration
from tests.web.entering import entered, heading, of_class, page_of, words

pytestmark = pytest.mark.django_db


def at(grant, name="allocation", *more):
    return reverse(name, args=[grant.scheme.pk, *more])


def press(client, grant, step, **more):
    return client.post(at(grant, "allocation_step"), {"key": uuid.uuid4(), "step": step} | more)


def fields_of(response):
    """The form as a browser would send it."""
    sent = {}
    for e in page_of(response).elements:
        name = e.attrs.get("name")
        if not name or e.tag not in ("input", "select", "textarea"):
            continue
        if e.tag == "input":
            ticked = e.attrs.get("type") not in ("checkbox", "radio") or "checked" in e.attrs
            if ticked:
                sent[name] = e.attrs.get("value", "")
        elif e.tag == "textarea":
            sent[name] = e.text.strip("\n")
    return sent


def chosen(page):
    """What is selected in each select, by its id."""
    found, current = {}, ""
    for e in page.elements:
        if e.tag == "select":
            current = e.attrs["name"]
        elif e.tag == "option" and "selected" in e.attrs:
            found[current] = e.attrs["value"]
    return found


# --- Compose


def test_a_scheme_begins_with_a_shape_and_opens_the_composer(grant):
    client = entered(grant.officer)
    address = reverse("allocation_new")
    assert heading(page_of(client.get(address))) == "算定を作る"
    refused = client.post(address, {"year": "2024", "name": "", "preset": "x", "key": uuid.uuid4()})
    assert refused.status_code == 422
    typed = {"year": "2024", "name": "試し", "preset": "brackets", "key": uuid.uuid4()}
    made = client.post(address, typed)
    scheme = Scheme.objects.for_system("look").get(name="試し")
    assert made["Location"] == reverse("allocation_compose", args=[scheme.pk])
    assert client.get(made["Location"]).status_code == 200


def test_what_the_composer_draws_is_saved_as_it_was(grant):
    client = entered(grant.officer)
    address = at(grant, "allocation_compose")
    drawn = client.get(address)
    typed = fields_of(drawn) | chosen(page_of(drawn)) | {"do": "save"}
    saved = client.post(address, typed)
    assert saved["Location"] == at(grant)
    assert grant.fresh().plan == PLAN
    assert grant.fresh().heads == "people"


def test_components_are_added_moved_and_removed_without_script(grant):
    client = entered(grant.officer)
    address = at(grant, "allocation_compose")
    typed = fields_of(client.get(address))
    added = client.post(address, typed | {"do": "add", "kind": "UNIT"})
    assert len(of_class(page_of(added), "panel")) >= 4
    more = fields_of(added)
    assert (more["components"], more["c2-kind"]) == ("3", "UNIT")
    moved = fields_of(client.post(address, more | {"do": "up:2"}))
    assert [moved[f"c{n}-kind"] for n in range(3)] == ["POOL_EQUAL", "UNIT", "POOL_SHARE"]
    gone = fields_of(client.post(address, moved | {"do": "remove:0"}))
    assert [gone[f"c{n}-kind"] for n in range(2)] == ["UNIT", "POOL_SHARE"]
    pools = fields_of(client.post(address, gone | {"do": "add-pool"}))
    assert pools["pools"] == "2"
    assert grant.fresh().plan == PLAN


def test_a_table_by_steps_is_typed_as_lines(grant):
    client = entered(grant.officer)
    address = at(grant, "allocation_compose")
    typed = fields_of(client.get(address)) | {
        "components": "1",
        "pools": "0",
        "c0-kind": "BRACKET",
        "c0-metric": "people",
        "c0-mode": "step",
        "c0-table": "50以下　42,700円\n100未満 45200\nそれ以上 52700 10",
        "do": "save",
    }
    client.post(address, typed)
    plan = grant.fresh().plan
    assert plan["components"][0]["table"] == [
        {"upto": "50", "amount": "42,700"},
        {"below": "100", "amount": "45200"},
        {"amount": "52700", "rate": "10"},
    ]
    assert fields_of(client.get(address))["c0-table"] == (
        "50以下 42,700\n100未満 45200\nそれ以上 52700 10"
    )


def test_what_cannot_be_reckoned_yet_is_said_at_its_component(grant):
    client = entered(grant.officer)
    plan = {**PLAN, "components": [*PLAN["components"], {"kind": "UNIT", "metric": "people"}]}
    grant.write(plan)
    page = page_of(client.get(at(grant, "allocation_compose")))
    assert of_class(page, "field__error") == ["3番目の項目に rate を書いてください。"]


# --- Count


def upload(client, content, **more):
    file = SimpleUploadedFile("jinko.csv", content, content_type="text/csv")
    typed = {"do": "import", "day": "令和6年4月1日", "source": "住民基本台帳", "file": file}
    return client.post(reverse("allocation_metrics"), typed | more)


def test_a_table_is_taken_or_refused_by_cell(grant):
    client = entered(grant.officer)
    broken = upload(client, grant.table((4200, "x", 1500, ""), "人口"))
    assert broken.status_code == 422
    slips = [words(e) for e in page_of(broken).elements if e.tag == "li"]
    slugs = [platform.slug for platform in grant.platforms]
    assert (
        f"B3のセル（人口、{slugs[1]}）: 「x」は数として読めません。数字で書いてください（例 1234、7.43）。"
        in slips
    )
    assert f"B5のセル（人口、{slugs[3]}）: 空です。数がなければ 0 と書いてください。" in slips
    assert not MetricFile.objects.exists()
    taken = upload(client, grant.table(PEOPLE, "人口（人）"))
    assert taken["Location"] == reverse("allocation_metrics")
    assert MetricFile.objects.count() == 1


def test_the_table_to_fill_in_can_be_handed_back_as_it_is(grant):
    client = entered(grant.officer)
    grant.count()
    name = "allocation_metrics_file"
    xlsx = b"".join(client.get(reverse(name, args=["xlsx"])).streaming_content)
    assert upload(client, xlsx).status_code == 422  # 自治会の数 was never counted
    csv = b"".join(client.get(reverse(name, args=["csv"])).streaming_content).decode()
    assert (
        csv.splitlines()[0].removeprefix("\ufeff")
        == '"番号","名称","人口（人）","自治会の数（団体）"'
    )
    filled = csv.replace('""', '"3"').encode()
    assert upload(client, filled, day="令和6年4月2日")["Location"] == reverse("allocation_metrics")


def test_a_metric_of_ones_own_is_added(grant):
    client = entered(grant.officer)
    address = reverse("allocation_metrics")
    assert client.post(address, {"do": "define", "label": "人口"}).status_code == 422
    assert client.post(address, {"do": "define", "label": "街灯", "unit": "本"}).status_code == 302
    assert heading(page_of(client.get(address))) == "指標 3種類、団体 4"


# --- Try


def test_other_numbers_are_tried_by_the_address(grant):
    grant.count()
    grant.remember()
    client = entered(grant.officer)
    page = page_of(client.get(at(grant, "allocation_try")))
    assert of_class(page, "chart__title") == ["増える団体 2、減る団体 2（合計は前年度と同じ）"]
    labels = [words(e) for e in page.elements if e.tag == "label"]
    assert labels[-3:] == ["配分総額", "均等割：総額のうちの割合", "人口割：総額のうちの割合"]
    tried = client.get(at(grant, "allocation_try"), {"c1.share": "50%"})
    rows = [words(e) for e in page_of(tried).elements if e.tag == "tr"]
    assert any("3,583,000" in row for row in rows)
    refused = client.get(at(grant, "allocation_try"), {"c1.share": "150%"})
    assert of_class(page_of(refused), "banner__title") == ["まだ試算できません"]
    assert grant.fresh().plan == PLAN


def test_without_last_year_the_page_leads_to_its_table(grant):
    grant.count()
    client = entered(grant.officer)
    page = page_of(client.get(at(grant, "allocation_try")))
    assert any(e.attrs.get("href") == at(grant, "allocation_before") for e in page.elements)
    file = SimpleUploadedFile("r5.csv", grant.table(BEFORE, "交付額"))
    assert client.post(at(grant, "allocation_before"), {}).status_code == 422
    client.post(at(grant, "allocation_before"), {"file": file})
    assert list(grant.fresh().before.values()) == list(BEFORE)


# --- Decide


def test_from_the_officer_to_the_decider_to_the_platform(grant):
    grant.count()
    officer, mayor = entered(grant.officer), entered(grant.mayor)
    secretary = entered(grant.registry.secretary)
    own = grant.platforms[0].slug
    assert press(officer, grant, "approve").status_code == 403
    press(officer, grant, "ask")
    assert grant.fresh().state == SchemeState.SIMULATED
    press(mayor, grant, "return", reason="人口を確かめる")
    assert grant.fresh().state == SchemeState.DRAFT
    press(officer, grant, "ask")
    press(mayor, grant, "approve")
    assert secretary.get(at(grant, "allocation_sheet", own)).status_code == 404
    press(mayor, grant, "publish")
    shown = secretary.get(at(grant, "allocation_sheet", own))
    name = "汐見校区協議会（架空）"
    assert heading(page_of(shown)) == f"算定調書：{name} 4,017,000円"
    assert secretary.get(at(grant, "allocation_sheet", grant.platforms[1].slug)).status_code == 404
    pdf = secretary.get(at(grant, "allocation_sheet_pdf", own))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert press(mayor, grant, "nothing").status_code == 404


def test_the_prefecture_reads_what_is_approved_and_drafts_stay_in_the_town(grant):
    grant.count()
    clerk = entered(grant.registry.world.clerk)
    assert clerk.get(at(grant)).status_code == 404
    officer, mayor = entered(grant.officer), entered(grant.mayor)
    press(officer, grant, "ask")
    press(mayor, grant, "approve")
    assert heading(page_of(clerk.get(at(grant)))) == "令和6年度 地域づくり交付金（第1版）"
    assert press(clerk, grant, "publish").status_code == 403
    stranger = entered(grant.registry.world.stranger)
    for name in ("allocation", "allocation_try", "allocation_compose", "allocation_before"):
        assert stranger.get(at(grant, name)).status_code == 404


def test_the_amounts_are_kept_as_a_file_with_their_lines(grant):
    grant.count()
    client = entered(grant.officer)
    assert client.get(at(grant, "allocation_file", "csv")).status_code == 404
    press(client, grant, "ask")
    csv = b"".join(client.get(at(grant, "allocation_file", "csv")).streaming_content).decode()
    assert '"汐見校区協議会（架空）","","4017000","","956"' in csv
    xlsx = b"".join(client.get(at(grant, "allocation_file", "xlsx")).streaming_content)
    assert xlsx[:2] == b"PK"


# --- Statements


@pytest.mark.parametrize(
    ("name", "statements"),
    [
        ("allocation_list", 8),
        ("allocation_metrics", 10),
        ("allocation", 11),
        ("allocation_try", 12),
        ("allocation_compose", 8),
    ],
)
def test_a_page_takes_as_many_statements_for_four_platforms_as_for_seven(
    grant, name, statements, django_assert_num_queries
):
    client = entered(grant.officer)
    address = (
        reverse(name) if name in ("allocation_list", "allocation_metrics") else at(grant, name)
    )
    grant.count()
    press(client, grant, "ask")
    client.get(address)
    with django_assert_num_queries(statements):
        client.get(address)
    more = register_platforms([registration(grant.registry.world.town, f"会{n}") for n in range(3)])
    everybody = [*grant.platforms, *more]
    content = "\n".join(["番号,人口", *(f"{p.slug},100" for p in everybody)]).encode()
    assert upload(client, content).status_code == 302
    press(client, grant, "ask")
    with django_assert_num_queries(statements):
        client.get(address)


def test_a_band_is_shown_with_what_it_leaves(grant):
    grant.count()
    grant.remember()
    grant.write({**PLAN, "components": [*PLAN["components"], BAND]})
    page = page_of(entered(grant.officer).get(at(grant, "allocation_try")))
    assert of_class(page, "banner__title") == [
        "激変緩和の後に 377,668円 が残ります。使い道を決めてください。"
    ]
