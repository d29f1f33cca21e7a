"""Issuing papers: numbers without gaps, words that nobody changes, a file that always comes."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError
from procrastinate.contrib.django.models import ProcrastinateJob

from comipla.core.paper_blocks import Content, to_json
from comipla.core.papers import Seal
from comipla.documents.models import NumberSeries, Paper, PaperDelivery, PaperFile
from comipla.documents.numbering import rename_series
from comipla.documents.rendering import UnprintableCharacter
from comipla.documents.services import (
    OutsideTransaction,
    fingerprint,
    issue,
    preview,
    record_delivery,
)
from tests.documents import samples

pytestmark = pytest.mark.django_db


JOB = "documents.render_paper"


class FellThrough(Exception):
    """The act around the paper was refused."""


def issue_and_fall_through(issue_paper):
    with suppress(FellThrough), transaction.atomic():
        issue_paper()
        raise FellThrough


def papers():
    return Paper.objects.for_system("test").order_by("pk")


def waiting_jobs() -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name=JOB).values_list("args", flat=True))


def test_issued_paper_keeps_words_number_parties_and_address_of_proof(
    issue_paper, prefecture, city
):
    paper = papers().get(pk=issue_paper().pk)
    content = samples.letters()["refusal"]
    assert paper.words == content
    assert (paper.title, paper.number, paper.serial) == (content.title, "共生第1号", 1)
    assert (paper.issuer, paper.addressee) == (prefecture, city)
    assert paper.content_sha256 == fingerprint(paper)
    code = "-".join((paper.code[:4], paper.code[4:8], paper.code[8:]))
    assert paper.verify_url == f"https://comipla.example.jp/verify/{code}/"


def test_numbers_count_up_per_series_and_begin_anew_each_fiscal_year(issue_paper):
    numbers = [
        issue_paper(on=date(2025, 3, 31)).number,
        issue_paper(on=date(2025, 3, 31)).number,
        issue_paper(on=date(2025, 3, 31), series="指令共生第").number,
        issue_paper(on=date(2025, 4, 1)).number,
    ]
    assert numbers == ["共生第1号", "共生第2号", "指令共生第1号", "共生第1号"]


def test_two_bodies_count_their_own_numbers(issue_paper, prefecture, city):
    theirs = issue_paper(issuer=city, addressee=prefecture, series="協働第")
    assert (issue_paper().number, theirs.number) == ("共生第1号", "協働第1号")


def test_issuing_orders_the_file_in_the_same_transaction(issue_paper):
    issue_and_fall_through(issue_paper)
    assert waiting_jobs() == []
    paper = issue_paper()
    assert waiting_jobs() == [{"paper_id": paper.pk}]


def test_transaction_rolled_back_leaves_no_gap(issue_paper):
    issue_paper()
    for _ in range(2):
        issue_and_fall_through(issue_paper)
    issue_paper()
    assert [paper.serial for paper in papers()] == [1, 2]


def test_record_is_addressed_to_nobody_whoever_is_named(issue_paper, city):
    paper = issue_paper(key="review", content=samples.records()["review"], addressee=city)
    assert paper.addressee is None


def test_unprintable_character_takes_no_number_and_orders_no_file(issue_paper):
    content = replace(samples.letters()["refusal"], title="通知\ue000")
    with pytest.raises(UnprintableCharacter, match=r"件名の文字「?U\+E000"):
        issue_paper(content=content)
    assert not papers().exists()
    assert waiting_jobs() == []
    assert issue_paper().serial == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE documents_paper SET title = 'x'",
        "DELETE FROM documents_paper",
        "UPDATE documents_paperfile SET sha256 = sha256",
        "DELETE FROM documents_paperfile",
        "UPDATE documents_paperdelivery SET at = now()",
        "DELETE FROM documents_paperdelivery",
    ],
)
def test_schema_refuses_to_change_or_remove_what_was_issued(issue_paper, change):
    paper = issue_paper()
    PaperFile.objects.create(paper=paper, name="papers/x.pdf", sha256="0" * 64, size=1)
    record_delivery(paper=paper, kind="posted", by=None)
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize("table", ["paper", "paperfile", "paperdelivery"])
def test_schema_refuses_to_empty_the_tables(table):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL comipla.maintenance = off")
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            cursor.execute(f"TRUNCATE documents_{table} CASCADE")


def test_schema_refuses_a_number_that_leaves_a_gap(issue_paper):
    paper = issue_paper()
    paper.pk, paper.code, paper.serial = None, "0" * 12, 3
    with pytest.raises(DatabaseError, match="leaves a gap"), transaction.atomic():
        paper.save()


def test_schema_refuses_to_wind_a_series_back(issue_paper):
    issue_paper()
    with (
        pytest.raises((IntegrityError, InternalError), match="only moves on"),
        transaction.atomic(),
    ):
        NumberSeries.objects.update(next_serial=1)


def test_body_prints_its_own_symbol_from_the_next_paper_on_and_in_later_years(
    issue_paper, prefecture
):
    before = issue_paper()
    rename_series(body=prefecture, series="共生第", symbol="くらし第", on=date(2024, 7, 2))
    after = issue_paper()
    next_year = issue_paper(on=date(2025, 4, 1))
    assert [paper.number for paper in (before, after, next_year)] == [
        "共生第1号",
        "くらし第2号",
        "くらし第1号",
    ]


def test_symbol_can_be_chosen_before_the_first_paper(issue_paper, prefecture):
    rename_series(body=prefecture, series="共生第", symbol="くらし第", on=date(2024, 7, 1))
    assert issue_paper().number == "くらし第1号"


def test_series_of_procedures_are_printed_with_the_usual_symbol_of_the_body(
    issue_paper, prefecture, city
):
    numbers = [
        issue_paper(series="correspondence").number,
        issue_paper(series="orders").number,
        issue_paper(issuer=city, addressee=prefecture, series="correspondence").number,
    ]
    assert numbers == ["共生第1号", "指令共生第1号", "協働第1号"]


def test_preview_shows_the_paper_without_taking_a_number(prefecture):
    pdf = preview(
        content=samples.letters()["grant_decision"],
        issuer=prefecture,
        on=date(2024, 7, 1),
        series="共生第",
        seal=Seal.OMITTED,
    )
    assert pdf.startswith(b"%PDF-")
    assert not NumberSeries.objects.exists()
    assert not papers().exists()


def test_delivery_is_kept_step_by_step(issue_paper):
    paper = issue_paper()
    for kind in ("posted", "mailed", "seen", "seen"):
        record_delivery(paper=paper, kind=kind, by=None)
    kept = PaperDelivery.objects.filter(paper=paper)
    assert [row.kind for row in kept] == ["posted", "mailed", "seen", "seen"]


def test_unknown_kind_of_delivery_is_refused(issue_paper):
    with pytest.raises(IntegrityError, match="kind_is_declared"), transaction.atomic():
        record_delivery(paper=issue_paper(), kind="thrown", by=None)


def test_content_is_stored_as_it_was_given(issue_paper):
    content = Content(title="通知", opening=("一\n二", "  前の空白", "𠮷", "葛\U000e0100"))
    paper = papers().get(pk=issue_paper(content=content).pk)
    assert paper.content == to_json(content)
    assert fingerprint(paper) == paper.content_sha256


@pytest.mark.django_db(transaction=True)
def test_paper_outside_a_transaction_is_refused(issue_paper):
    with pytest.raises(OutsideTransaction, match="issue refusal"):
        issue_paper()


@pytest.mark.django_db(transaction=True)
def test_officials_who_issue_at_once_get_numbers_in_a_row(prefecture, city):
    content = samples.letters()["refusal"]
    workers, rounds = 4, 5
    start = Barrier(workers)

    def work(worker: int) -> None:
        start.wait()
        try:
            for turn in range(rounds):
                issue_or_fall(fall=(worker + turn) % 3 == 0)
        finally:
            connection.close()

    def issue_or_fall(*, fall: bool) -> None:
        given = {"key": "refusal", "content": content, "series": "共生第", "seal": Seal.OMITTED}
        with suppress(FellThrough), transaction.atomic():
            issue(issuer=prefecture, addressee=city, on=date(2024, 7, 1), **given)
            if fall:
                raise FellThrough

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, worker) for worker in range(workers)]:
            done.result()
    issued = sorted(paper.serial for paper in papers())
    falls = sum((worker + turn) % 3 == 0 for worker in range(workers) for turn in range(rounds))
    assert issued == list(range(1, workers * rounds - falls + 1))
    assert NumberSeries.objects.get().next_serial == issued[-1] + 1
