"""The files of papers: stored whole, once, and found again."""

import hashlib
from dataclasses import replace

import pytest

from comipla.documents import filing
from comipla.documents.filing import PrintedOtherwise, ensure_rendered, printed, store
from comipla.documents.jobs import render_paper
from comipla.documents.models import PaperFile

pytestmark = pytest.mark.django_db


def test_file_is_stored_with_its_fingerprint_and_size(issue_paper):
    paper = issue_paper()
    stored = ensure_rendered(paper)
    data = stored.path.read_bytes()
    assert stored.name == f"papers/2024/{paper.pk:08d}.pdf"
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert data == printed(paper)


def test_file_is_readable_by_its_owner_alone(issue_paper):
    assert ensure_rendered(issue_paper()).path.stat().st_mode & 0o777 == 0o600


def test_second_rendering_finds_the_first(issue_paper):
    paper = issue_paper()
    first = ensure_rendered(paper)
    written = first.path.stat().st_mtime_ns
    render_paper(paper_id=paper.pk)
    assert PaperFile.objects.get() == first
    assert first.path.stat().st_mtime_ns == written


def test_file_that_was_written_before_a_crash_is_taken_over(issue_paper):
    paper = issue_paper()
    path = ensure_rendered(paper).path
    data = path.read_bytes()
    other = issue_paper()
    store(path.with_name(f"{other.pk:08d}.pdf"), printed(other))
    assert ensure_rendered(other).path.read_bytes() == printed(other)
    assert path.read_bytes() == data


def test_lost_file_is_printed_again_with_equal_bytes(issue_paper):
    paper = issue_paper()
    stored = ensure_rendered(paper)
    data = stored.path.read_bytes()
    stored.path.unlink()
    ensure_rendered(paper)
    assert stored.path.read_bytes() == data


def test_lost_file_that_would_come_out_otherwise_is_not_replaced(issue_paper, monkeypatch):
    paper = issue_paper()
    stored = ensure_rendered(paper)
    stored.path.unlink()
    layout = filing.print_paper
    monkeypatch.setattr(
        filing,
        "print_paper",
        lambda content, stamp: layout(replace(content, title="新しい書式"), stamp),
    )
    with pytest.raises(PrintedOtherwise, match=paper.number):
        ensure_rendered(paper)
    assert not stored.path.exists()


def test_storing_leaves_nothing_aside(tmp_path):
    store(tmp_path / "deep" / "x.pdf", b"one")
    store(tmp_path / "deep" / "x.pdf", b"two")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "deep").iterdir()] == [
        ("x.pdf", b"two")
    ]
