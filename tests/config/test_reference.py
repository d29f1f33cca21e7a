"""The reference says what the code says, and the glossary's names are the code's names."""

import re
from pathlib import Path

from comipla.config.reference import pages
from comipla.config.reference.glossary import words

ROOT = Path(__file__).parents[2]
SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py"))
)


def test_reference_pages_are_up_to_date():
    stored = {
        path.name: path.read_text(encoding="utf-8")
        for path in (ROOT / "docs" / "reference").glob("*.md")
    }
    assert {name: stored.get(name) for name in pages()} == pages()


def test_every_name_in_the_glossary_is_a_name_in_the_code():
    names = [word["id"] for word in words()]
    assert [name for name in names if not re.search(rf"\b{name}\b", SOURCE)] == []
