"""A line of the desk, for every page that puts something on it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Line:
    """A line of the desk: what to do, about what, until when, and its one button.

    A button with `posts` opens a form and therefore has to be pressed; the others are links.
    """

    title: str
    facts: tuple[str, ...]
    due: date | None
    button: str
    href: str
    posts: bool = False
