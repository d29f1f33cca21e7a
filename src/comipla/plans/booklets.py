"""The booklet of a version: words, PDF, Word file."""

from comipla.communities.models import Platform
from comipla.core.paper_blocks import Content
from comipla.core.papers import Seal
from comipla.core.plans.booklet import Imprint, Told, booklet
from comipla.documents.layout import Stamp
from comipla.documents.rendering import print_paper
from comipla.documents.word import word_file
from comipla.plans.selectors.plans import Reading
from comipla.programme.clock import today


def booklet_of(reading: Reading, platform: Platform) -> Content:
    """The words of the booklet."""
    plan = reading.plan
    answers = {
        str(line): Told(answer.answer, answer.department, answer.reason)
        for line, answer in reading.shown_answers.items()
    }
    imprint = Imprint(
        platform=platform.name,
        municipality=platform.municipality.name,
        version=plan.version,
        adopted_on=plan.adopted_on,
        contact=platform.public_contact,
        answers=answers,
    )
    return booklet(reading.text, imprint)


def booklet_pdf(reading: Reading, platform: Platform) -> bytes:
    """The booklet as PDF/A; an adopted version is dated by its adoption and always the same.

    Raises UnprintableCharacter with the place of a character that no font has.
    """
    on = reading.plan.adopted_on or today()
    stamp = Stamp(number="", on=on, issuer=platform.name, seal=Seal.OMITTED)
    return print_paper(booklet_of(reading, platform), stamp)


def booklet_word(reading: Reading, platform: Platform) -> bytes:
    """The booklet as a Word file."""
    return word_file(booklet_of(reading, platform), on=reading.plan.adopted_on or today())
