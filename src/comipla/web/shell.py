"""What the frame around every signed-in page needs to know.

A context processor builds one ``Shell`` per request and ``base.html`` draws it; pages never
assemble navigation by themselves.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation or of a menu; ``key`` opens it, e.g. ``g h``."""

    label: str
    href: str
    current: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body in which the person may act, as the switcher offers it."""

    code: str
    name: str
    role: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame: who acts for whom, where one can go, and whom to call.

    ``switch_href`` receives a POST with ``body`` (its code) and ``next``; ``sign_out_href`` a
    bare POST. ``session_seconds`` is what is left of the session, ``keep_alive_href`` a GET that
    renews it; without them no warning is shown.
    """

    home_href: str
    body_name: str
    role: str
    person_name: str
    navigation: tuple[NavItem, ...]
    sign_out_href: str
    phone: str
    office: str
    bodies: tuple[BodyChoice, ...] = ()
    switch_href: str = ""
    account: tuple[NavItem, ...] = ()
    search_href: str = ""
    search_query: str = ""
    notices_href: str = ""
    notices: int = 0
    year_label: str = ""
    years: tuple[NavItem, ...] = ()
    session_seconds: int | None = None
    keep_alive_href: str = ""
