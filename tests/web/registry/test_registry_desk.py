"""What the registry puts on the desks of the municipality and of a secretariat."""

import pytest
from django.urls import reverse

from comipla.communities.services import return_change
from comipla.core.registry import Subject
from tests.communities.test_changes import officer
from tests.web.entering import entered, of_class, page_of

pytestmark = pytest.mark.django_db


def todo(actor):
    return of_class(page_of(entered(actor).get(reverse("desk"))), "todo__title")


def test_a_notice_lies_on_the_municipalitys_desk_until_it_is_answered(registry):
    notice = registry.change(Subject.LEGAL_FORM, legal_form="NPO")
    assert todo(registry.officer) == todo(registry.mayor) == ["法人格の届出を確認する"]
    assert todo(registry.secretary) == ["法人格の届出が市町村の確認を待っています"]
    assert todo(registry.world.stranger) == todo(registry.treasurer) == []
    return_change(notice=notice, answer="登記の写しを付けてください。", by=registry.officer)
    assert todo(registry.officer) == []
    assert todo(registry.secretary) == ["法人格の届出が差し戻されました"]


def test_terms_about_to_end_without_successor_lie_on_the_secretariats_desk(registry):
    first = [
        officer("VICE_CHAIR", "架空 四郎", ends_on="2024-07-30"),
        officer("CHAIR", "架空 一郎", ends_on="2024-07-30"),
        officer("TREASURER", "架空 次郎", ends_on="2024-07-31"),
        officer("AUDITOR", "架空 花子", ends_on="2024-05-31"),
    ]
    registry.change(Subject.OFFICERS, registry.officer, add=first)
    assert todo(registry.secretary) == ["監事の次の人を決める", "副会長・会長の次の人を決める"]
    after = [officer("CHAIR", "架空 三郎", starts_on="2024-07-31")]
    registry.change(Subject.OFFICERS, registry.officer, add=after)
    assert todo(registry.secretary) == ["監事の次の人を決める", "副会長の次の人を決める"]
