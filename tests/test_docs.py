"""The written pages: every link leads somewhere, pictures are light, both READMEs tell the same."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PICTURES = sorted((ROOT / "docs/images").glob("*.png"))
LIGHT = 200_000  # bytes
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CASE = re.compile(r"③-R\d-\d{3}")


def links_of(page: Path) -> list[str]:
    """Targets of the links and pictures of a page, outside its code."""
    prose = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [link for link in LINK.findall(prose) if "://" not in link]


def anchors_of(page: Path) -> set[str]:
    """What its headings are called in an address, as the usual Markdown sites make it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page):
    astray = []
    for link in links_of(page):
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            astray.append(link)
    assert astray == []


def test_pictures_are_light_and_each_is_shown():
    shown = {Path(link).name for page in PAGES for link in links_of(page)}
    assert [p.name for p in PICTURES if p.stat().st_size > LIGHT or p.name not in shown] == []


def test_every_picture_that_is_taken_is_there():
    script = (ROOT / "docs/pictures.py").read_text(encoding="utf-8")
    taken = re.findall(r'Picture\(\s*"([\w-]+)"', script)
    assert set(taken) <= {picture.stem for picture in PICTURES}


def test_both_readmes_walk_through_the_same_cases():
    tours = [CASE.findall((ROOT / name).read_text()) for name in ("README.md", "README.ja.md")]
    assert tours[0] == tours[1] != []


def test_every_role_has_its_pages():
    index = links_of(ROOT / "docs/how-to/README.md")
    written = {page.name for page in (ROOT / "docs/how-to").glob("*.md")} - {"README.md"}
    assert written == {link for link in index if link.endswith(".md")}
