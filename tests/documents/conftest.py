"""A prefecture and a city that write to each other, and a paper to issue."""

from datetime import date

import pytest

from tests.documents import samples


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PUBLIC_URL = "https://comipla.example.jp"


@pytest.fixture
def prefecture(db):
    from comipla.people.services import establish_prefecture

    return establish_prefecture("46")


@pytest.fixture
def city(prefecture):
    return prefecture.children.get(code="462012")


@pytest.fixture
def issue_paper(prefecture, city):
    """Issue a sample paper of the prefecture to the city, each argument replaceable."""
    from comipla.core.papers import Seal
    from comipla.documents.services import issue

    def issue_one(**changes):
        given = {
            "key": "refusal",
            "content": samples.letters()["refusal"],
            "issuer": prefecture,
            "addressee": city,
            "on": date(2024, 7, 1),
            "series": "共生第",
            "seal": Seal.OMITTED,
        }
        return issue(**given | changes)

    return issue_one
