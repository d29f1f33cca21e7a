"""Managers that refuse to read the rows of every office at once.

A model that belongs to an office declares ``objects = ScopedManager()`` and says in a class method
``scope(actor)`` which rows an actor may see, as a ``Q``. Reading then begins with one of two words:

* ``Case.objects.visible_to(actor)`` – what this actor may see;
* ``Case.objects.for_system("fold every case")`` – everything, for jobs and checks, with the reason.

Everything else (``all``, ``filter``, ``get``, iteration, counting, updating …) raises `Unscoped`.
Creating rows stays possible; what a row points at (``act.case``) is followed as usual, and related
rows are read the same way: ``body.cases.visible_to(actor)``.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any, NoReturn, Protocol, Self, cast

from django.db import models

from comipla.core.access import Actor


class Unscoped(Exception):
    """A query on a scoped model that says neither for whom nor why it reads."""

    def __init__(self, model: type[models.Model], attempt: str) -> None:
        super().__init__(
            f"{model.__name__}: {attempt} without a scope; begin with "
            f"objects.visible_to(actor) or objects.for_system(reason)"
        )


class Scoped(Protocol):
    """What a model with a scoped manager has to say."""

    @classmethod
    def scope(cls, actor: Actor) -> models.Q:
        """Which of its rows the actor may see."""


class ScopedQuerySet(models.QuerySet):
    """A queryset that gives nothing away before a scope has been named."""

    scope_named = False

    def visible_to(self, actor: Actor | None) -> Self:
        """The rows that `actor` may see; none for nobody."""
        named = self._named()
        return (
            named.none()
            if actor is None
            else named.filter(cast(type[Scoped], self.model).scope(actor))
        )

    def for_system(self, reason: str) -> Self:
        """Every row, for work that is nobody's: jobs, checks, imports. `reason` says which."""
        if not reason.strip():
            raise ValueError("say why the system reads everything")
        return self._named()

    def _named(self) -> Self:
        clone = self._clone()
        clone.scope_named = True
        return clone

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]  # not in the stubs
        clone.scope_named = self.scope_named
        return clone

    def _refuse_unscoped(self, attempt: str) -> None:
        if not self.scope_named:
            raise Unscoped(self.model, attempt)

    def _fetch_all(self) -> None:
        self._refuse_unscoped("reading")
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("iterator()")
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("count()")
        return super().count()

    def exists(self) -> bool:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("exists()")
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("aggregate()")
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("update()")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("delete()")
        return super().delete()

    def explain(self, *args: Any, **kwargs: Any) -> str:
        """As Django's, once a scope has been named."""
        self._refuse_unscoped("explain()")
        return super().explain(*args, **kwargs)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse to become a subquery as well."""
        self._refuse_unscoped("a subquery")
        return super().resolve_expression(*args, **kwargs)


class ScopedManager(models.Manager):
    """The manager of rows that belong to an office; see the words of the module."""

    def get_queryset(self) -> ScopedQuerySet:
        """A queryset that is still locked."""
        return ScopedQuerySet(self.model, using=self._db, hints=self._hints)  # type: ignore[attr-defined]

    def visible_to(self, actor: Actor | None) -> ScopedQuerySet:
        """The rows that `actor` may see; none for nobody."""
        return self.get_queryset().visible_to(actor)

    def for_system(self, reason: str) -> ScopedQuerySet:
        """Every row, for work that is nobody's; `reason` says which."""
        return self.get_queryset().for_system(reason)


def _refusal(name: str) -> Callable[..., NoReturn]:
    def refuse(self: ScopedManager, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise Unscoped(self.model, f"{name}()")

    return refuse


_STILL_ALLOWED = {"as_manager", "create", "acreate", "bulk_create", "abulk_create"}
for _name, _member in vars(models.QuerySet).items():
    _is_method = isinstance(_member, FunctionType) and not _name.startswith("_")
    if _is_method and _name not in _STILL_ALLOWED:
        setattr(ScopedManager, _name, _refusal(_name))
