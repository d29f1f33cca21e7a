"""Lists that a person keeps under a name of their own."""

from django.db import transaction

from comipla.cases.models import SavedView
from comipla.people.models import Person

LONGEST_NAME = 60
LONGEST_QUERY = 500
MOST = 30
"""Views a person can keep."""


class CannotKeep(ValueError):
    """The view cannot be kept; the message says what to do."""


@transaction.atomic
def keep_view(*, person: Person, name: str, query: str) -> SavedView:
    """Keep a list under a name; under a name already used, the new list takes the place.

    Raises CannotKeep for a name that is empty or too long, and when there are too many.
    """
    name = " ".join(name.split())
    if not name:
        raise CannotKeep("この一覧の名前を書いてから保存してください（例 今月の審査）。")
    if len(name) > LONGEST_NAME:
        raise CannotKeep(f"名前が{len(name)}文字あります。{LONGEST_NAME}文字までにしてください。")
    if len(query) > LONGEST_QUERY:
        raise CannotKeep("しぼり込みが長すぎて保存できません。列か状態の数を減らしてください。")
    Person.objects.select_for_update().get(pk=person.pk)  # two tabs must not pass the limit
    others = SavedView.objects.filter(person=person).exclude(name=name)
    if others.count() >= MOST:
        raise CannotKeep(f"保存できる一覧は{MOST}件までです。使わないものを消してください。")
    return SavedView.objects.update_or_create(person=person, name=name, defaults={"query": query})[
        0
    ]


def drop_view(*, person: Person, view: int) -> str | None:
    """Drop one of the person's lists and return its name; None if it is gone already."""
    found = SavedView.objects.filter(person=person, pk=view).first()
    if found is None:
        return None
    found.delete()
    return found.name
