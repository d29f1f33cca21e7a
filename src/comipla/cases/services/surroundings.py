"""What a clause may ask about outside the case, read for one case and one day."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from django.db.models import Q

from comipla.communities.selectors import platforms_of
from comipla.core.docket import PlatformStanding, Room, Surroundings
from comipla.people.models import Body
from comipla.programme.calendar import office_calendar
from comipla.programme.models import Envelope, EnvelopeKind, ProgrammeYear
from comipla.programme.parameters import parameters_at


def envelopes_for(*, year: ProgrammeYear, owner: Body, menu: str) -> dict[str, Envelope]:
    """The envelopes a case of `owner` draws on, by kind, without any lock."""
    of_case = Q(kind=EnvelopeKind.CAP, body=owner) | Q(
        kind=EnvelopeKind.BUDGET, body_id=year.prefecture_id
    )
    found = Envelope.objects.filter(of_case, programme_year=year, menu=menu)
    return {envelope.kind: envelope for envelope in found}


def room_beside(envelope: Envelope, held: tuple[int, int]) -> Room:
    """The envelope as the case sees it: what others have reserved, without its own share."""
    soft, hard = held
    return Room(envelope.limit, envelope.soft - soft, envelope.hard - hard)


def surroundings_for(
    *,
    year: ProgrammeYear,
    owner: Body,
    today: date,
    envelopes: dict[str, Envelope],
    held: dict[str, tuple[int, int]],
) -> Surroundings:
    """Gather year, parameters, calendar, rooms and the municipality's platforms."""
    return Surroundings(
        today=today,
        year=year.fiscal,
        enacted=year.enacted,
        accounts_closed=year.accounts_closed,
        parameters=parameters_at(year, today),
        calendar=office_calendar(),
        rooms={
            kind: room_beside(envelope, held.get(kind, (0, 0)))
            for kind, envelope in envelopes.items()
            if envelope.limit  # an envelope that nobody has filled yet holds no room to speak of
        },
        platforms=PlatformsOf(owner),
    )


class PlatformsOf(Mapping[int, PlatformStanding]):
    """A municipality's platforms by id as the registry has them today, read when first asked for.

    Most acts name no platform; they cost no query.
    """

    def __init__(self, owner: Body) -> None:
        self._owner = owner

    @cached_property
    def _known(self) -> dict[int, PlatformStanding]:
        return {
            platform.id: PlatformStanding(
                platform.id, platform.name, platform.programme_stage, platform.founded_on
            )
            for platform in platforms_of(self._owner)
        }

    def __getitem__(self, number: int) -> PlatformStanding:
        if not number:
            raise KeyError(number)
        return self._known[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
