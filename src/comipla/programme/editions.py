"""Editions of the prescribed forms: TOML files in `forms/<code>/<edition>.toml`.

A case stays with the edition it began under, so an edition is never edited once acts carry it;
a change of the form is a new file beside it.
"""

from functools import cache
from importlib.resources import files

from comipla.core.forms import Form, FormError

_FORMS = files("comipla.programme") / "forms"


@cache
def form_codes() -> tuple[str, ...]:
    """Codes of all forms, sorted."""
    return tuple(sorted(folder.name for folder in _FORMS.iterdir() if folder.is_dir()))


@cache
def editions(code: str) -> tuple[str, ...]:
    """Editions of a form, oldest first (r6-1, r6-2, r7-1). Raises FormError for unknown codes."""
    if code not in form_codes():
        raise FormError(f"no form {code!r}")
    names = [file.name for file in (_FORMS / code).iterdir()]
    found = [name.removesuffix(".toml") for name in names if name.endswith(".toml")]
    return tuple(sorted(found, key=_age))


@cache
def form(code: str, edition: str | None = None) -> Form:
    """A form in the given edition, or in its newest. Raises FormError when there is none."""
    known = editions(code)
    wanted = edition or known[-1]
    if wanted not in known:
        raise FormError(f"form {code!r} has no edition {wanted!r}")
    loaded = Form.from_toml((_FORMS / code / f"{wanted}.toml").read_text(encoding="utf-8"))
    if (loaded.code, loaded.edition) != (code, wanted):
        raise FormError(f"{code}/{wanted}.toml calls itself {loaded.code}/{loaded.edition}")
    return loaded


@cache
def common_edition() -> str:
    """The newest edition that every form has: what a new year begins with. Empty for none."""
    shared = set.intersection(*(set(editions(code)) for code in form_codes()))
    return max(shared, key=_age, default="")


def _age(edition: str) -> tuple[int, int]:
    """Year and number of an edition name such as r6-1."""
    year, _, number = edition.removeprefix("r").partition("-")
    return int(year), int(number)
