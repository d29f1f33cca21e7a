"""Columns that give back what they mean: members of code lists, exact shares."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from comipla.core.codes import CodeList

if TYPE_CHECKING:

    class TextColumn(models.CharField[Any, Any]):
        """A text column that takes and gives what its own class makes of the text."""

        _pyi_private_set_type: Any
        _pyi_private_get_type: Any
        _pyi_lookup_exact_type: Any

else:
    TextColumn = models.CharField


class CodeField(TextColumn):
    """A code of a list, read back as its member. The list itself is no part of the schema."""

    def __init__(self, codes: type[CodeList] | None = None, *args: Any, **kwargs: Any) -> None:
        self.codes = codes
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """For migrations: a default is written as the plain code."""
        name, path, args, kwargs = super().deconstruct()
        if "default" in kwargs:
            kwargs["default"] = str(kwargs["default"])
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """The member of a stored code; the empty text stays empty."""
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        """The member of a code; ValidationError for one that the list does not know."""
        if not value or self.codes is None:
            return value
        try:
            return self.codes.of(value)
        except ValueError as error:
            raise ValidationError("一覧から選んでください。") from error


class ShareField(TextColumn):
    """An exact share such as 2/3, kept as text and read back as a `Fraction`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 20
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """The fraction."""
        return self.to_python(value)

    def to_python(self, value: Any) -> Any:
        """The fraction of a text such as ``2/3``."""
        return value if value is None else Fraction(value)

    def get_prep_value(self, value: Any) -> str | None:
        """The text that is stored."""
        return None if value is None else str(Fraction(value))
