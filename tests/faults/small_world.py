"""Fill the installation that this process stands in with a small world, and name its people.

Run as a program in a demonstration's surroundings; prints the e-mail addresses by role as JSON.
"""

import json

import django

TOWNS = ("462012", "462039", "462047", "462063")
"""Municipalities that have an officer: 鹿児島市, 鹿屋市, 枕崎市, 阿久根市."""


def main() -> None:
    """Build it once."""
    django.setup()
    from comipla.core.access import BodyKind
    from comipla.people.models import Body, Person
    from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear
    from tests.world import build, membership

    world = build(budget=500_000_000, cap=90_000_000)
    year = ProgrammeYear.objects.get()
    for town in Body.objects.filter(kind=BodyKind.MUNICIPALITY, code__in=TOWNS):
        _, is_new = Envelope.objects.get_or_create(
            programme_year=year,
            menu="3",
            kind=EnvelopeKind.CAP,
            body=town,
            defaults={"limit": 90_000_000},
        )
        if is_new:
            membership(town, "muni_officer")
    people = {"clerk": world.clerk, "chief": world.chief}
    addresses = {
        role: Person.objects.get(pk=actor.person_id).email for role, actor in people.items()
    }
    officers = [f"muni_officer.{code}@example.jp" for code in TOWNS]
    print(json.dumps({**addresses, "officers": officers}))


if __name__ == "__main__":
    main()
