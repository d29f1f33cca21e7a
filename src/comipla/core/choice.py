"""Code lists whose unknown values are refused in Japanese."""

from enum import StrEnum
from typing import NoReturn


class Choice(StrEnum):
    """A code list: asked for a value it does not have, it names those it has (ValueError)."""

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        raise ValueError(f"「{value}」は選べません。{'、'.join(cls)}から選んでください")
