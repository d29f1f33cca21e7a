"""The demo's invented people as the page of entry offers them.

Who they are and what one can try as them is told by the installation: `settings.DEMO_ACCOUNTS`
names the function, because the demo is made above the pages that show it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class DemoAccount:
    """A person whom one click enters; `to_try` is filled for those with a card of their own.

    `label` is the role as the demo words it, `body` the office the person acts for.
    """

    email: str
    name: str
    body: str
    label: str
    to_try: str = ""

    @property
    def featured(self) -> bool:
        """Whether the page of entry shows a card of its own."""
        return bool(self.to_try)


def demo_accounts() -> list[DemoAccount]:
    """Everybody whom one click enters, the featured ones first; nobody outside the demo."""
    if not settings.DEMO:
        return []
    tell = cast(Callable[[], list[DemoAccount]], import_string(settings.DEMO_ACCOUNTS))
    return tell()
