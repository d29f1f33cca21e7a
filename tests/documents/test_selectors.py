"""What offices and the public may read of papers."""

import hashlib

import pytest
from django.db import connection

from comipla.core.access import Actor
from comipla.documents.filing import ensure_rendered, printed
from comipla.documents.models import Paper
from comipla.documents.selectors import damaged, pdf_of, verify, visible_papers
from comipla.people.scoping import Unscoped
from tests.documents import samples

pytestmark = pytest.mark.django_db


def actor(body, role="muni_officer", serves=frozenset()):
    return Actor(1, "架空 花子", body.code, body.kind, body.path, role, serves)


def test_issuer_and_addressee_see_a_paper_and_other_bodies_do_not(issue_paper, prefecture, city):
    paper = issue_paper()
    other = prefecture.children.get(code="464040")
    assert list(visible_papers(actor(prefecture, "pref_officer"))) == [paper]
    assert list(visible_papers(actor(city))) == [paper]
    assert list(visible_papers(actor(other))) == []
    assert list(visible_papers(None)) == []


def test_record_stays_with_its_issuer(issue_paper, prefecture, city):
    record = issue_paper(key="review", content=samples.records()["review"])
    assert list(visible_papers(actor(prefecture, "pref_officer"))) == [record]
    assert list(visible_papers(actor(city))) == []


def test_branch_sees_the_papers_of_the_bodies_it_serves(issue_paper, prefecture, city):
    paper = issue_paper()
    branch = prefecture.children.filter(kind="BRANCH").first()
    served = actor(branch, "branch_officer", frozenset({city.code}))
    elsewhere = actor(branch, "branch_officer", frozenset({"464040"}))
    assert list(visible_papers(served)) == [paper]
    assert list(visible_papers(elsewhere)) == []


def test_papers_cannot_be_read_without_a_scope():
    with pytest.raises(Unscoped):
        Paper.objects.count()


def test_pdf_is_at_hand_before_and_after_a_worker_has_stored_it(issue_paper):
    paper = issue_paper()
    before = pdf_of(paper)
    ensure_rendered(paper)
    assert pdf_of(paper) == before == printed(paper)


def spellings(code):
    grouped = f"{code[:4]}-{code[4:8]}-{code[8:]}"
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in grouped)
    return [code, grouped, grouped.lower(), f" {grouped} ", wide, code.replace("0", "O")]


def test_code_finds_the_paper_in_every_spelling(issue_paper):
    paper = issue_paper()
    for spelling in spellings(paper.code):
        assert verify(spelling).number == "共生第1号"


def test_verification_shows_origin_and_fingerprints_and_no_more(issue_paper):
    paper = issue_paper()
    stored = ensure_rendered(paper)
    found = verify(paper.code)
    assert (found.number, found.title, found.issuer) == (paper.number, paper.title, "鹿児島県")
    assert (found.issued_on, found.fingerprint) == (paper.issued_on, paper.content_sha256)
    assert (found.file_sha256, found.file_matches) == (stored.sha256, None)


def test_file_in_hand_is_told_from_a_changed_one(issue_paper):
    paper = issue_paper()
    data = pdf_of(paper)
    same = verify(paper.code, file_sha256=hashlib.sha256(data).hexdigest().upper())
    changed = verify(paper.code, file_sha256=hashlib.sha256(data + b" ").hexdigest())
    assert (same.file_matches, changed.file_matches) == (True, False)


@pytest.mark.parametrize("query", ["", "-", "共生第1号", "000000000000", "ABCD", "' OR 1=1"])
def test_what_is_no_code_finds_nothing(issue_paper, query):
    issue_paper()
    assert verify(query) is None


def test_number_finds_the_paper_only_with_the_fingerprint_at_its_foot(issue_paper):
    paper = issue_paper()
    printed_head = "-".join(paper.content_sha256[at : at + 4] for at in range(0, 16, 4))
    assert verify("共生第1号", proof=printed_head).code.replace("-", "") == paper.code
    assert verify("共生第1号", proof=paper.content_sha256[:15]) is None
    assert verify("共生第2号", proof=printed_head) is None


def test_check_of_papers_as_issued_finds_nothing(issue_paper):
    ensure_rendered(issue_paper())
    issue_paper()
    assert list(damaged()) == []


def test_check_names_a_changed_and_a_lost_file(issue_paper):
    changed, lost = (ensure_rendered(issue_paper()) for _ in range(2))
    changed.path.write_bytes(b"%PDF-other")
    lost.path.unlink()
    assert list(damaged()) == [
        "共生第1号: ファイルが作成した時と違います",
        "共生第2号: ファイルがありません",
    ]


def test_check_names_words_that_an_owner_of_the_database_has_changed(issue_paper):
    issue_paper()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # passes by triggers
        cursor.execute(
            "UPDATE documents_paper SET content = jsonb_set(content, '{title}', '\"x\"')"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert list(damaged()) == ["共生第1号: 内容が発行した時と違います"]


def test_check_names_a_paper_removed_from_the_end_of_its_series(issue_paper):
    issue_paper()
    issue_paper()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # passes by triggers
        cursor.execute("DELETE FROM documents_paper WHERE serial = 2")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert list(damaged()) == ["共生第 令和6年度: 番号は2まで進み、文書は1件です"]
