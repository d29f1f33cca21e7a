"""What a form of the registry declares, and the order that a form without problems becomes."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from comipla.communities.models import Platform, RegistryFile
from comipla.core.access import Actor
from comipla.core.codes import CodeList
from comipla.web.registry.forms import Field, Options

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Edit:
    """A form of the registry: its words, the tab it belongs to, its fields, what it does."""

    title: str
    button: str
    tab: str
    fields: Callable[[Platform], tuple[Field, ...]]
    initial: Callable[[Platform], Values]
    do: Callable[["Order"], str]
    lead: str = ""


@dataclass(frozen=True)
class Order:
    """A form that was read without a problem: carry it out."""

    platform: Platform
    values: Values
    by: Actor
    key: uuid.UUID
    file: RegistryFile | None = None


def options_of(codes: type[CodeList]) -> Options:
    """A code list as options."""
    return [(code.value, code.label) for code in codes]


def nothing(_platform: Platform) -> Values:
    """A form that begins empty."""
    return {}
