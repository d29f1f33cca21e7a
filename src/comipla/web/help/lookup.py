"""From a page, an act or a word to the place in the manual that explains it."""

from collections.abc import Mapping
from functools import cache

from django.urls import ResolverMatch, reverse
from markupsafe import Markup

from comipla.web.help.texts import MARK, guides, words


def help_address(match: ResolverMatch | None) -> str | None:
    """Address of the manual for the page asked for; None where nothing is explained.

    An address that leads nowhere gets the page on what to do when one cannot go on.
    """
    key = _by_page().get(match.url_name or "") if match else "trouble"
    return reverse("help_page", args=[key]) if key else None


def help_of_act(act: str) -> str:
    """Address of the manual for the form of an act; that of forms in general for the rest."""
    return reverse("help_page", args=[_by_act().get(act, "form")])


def word_address(spelling: str) -> str:
    """Address of a word's explanation. Raises KeyError for a word that is not explained."""
    return f"{reverse('help_words')}#{words()[spelling].key}"


def word(spelling: str, shown: str = "") -> Markup:
    """A word as a link to its explanation. Raises KeyError for a word that is not explained."""
    return Markup('<a class="word" href="{}">{}</a>').format(
        word_address(spelling), shown or spelling
    )


def linked(text: str) -> Markup:
    """A sentence of the manual with its ``[[語]]`` made links; everything else is escaped."""
    parts = MARK.split(text)
    out = Markup("").join(
        Markup("{}{}").format(plain, word(spelling, shown or ""))
        for plain, spelling, shown in zip(parts[::3], parts[1::3], parts[2::3], strict=False)
    )
    return out + parts[-1]


@cache
def _by_page() -> Mapping[str, str]:
    return {page: guide.key for guide in guides().values() for page in guide.pages}


@cache
def _by_act() -> Mapping[str, str]:
    return {act: guide.key for guide in guides().values() for act in guide.acts}
