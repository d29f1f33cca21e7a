"""Surveys of the community of `tests.plans`; everything is fictional (架空)."""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comipla.communities.models import Platform
from comipla.core.access import Actor
from comipla.core.surveys import Answers, Channel, Kind, Question, Role, SurveyState
from comipla.surveys.models import Response, Sheet, Survey
from comipla.surveys.services import (
    Outline,
    Printed,
    answer_sheet,
    begin_survey,
    key_sheet,
    move_survey,
    print_sheets,
    save_question,
)
from tests.plans.community import Community

AGE = Question("", Kind.ONE, "年代", ("10〜20代", "30〜50代", "60代以上"), True, Role.AGE)
WORRY = Question("", Kind.SEVERAL, "困りごと", ("買い物", "移動", "草刈り"))
HAPPY = Question("", Kind.SCALE, "住みやすさ", ("住みにくい", "住みやすい"))
TIMES = Question("", Kind.NUMBER, "月に何回、集まりに出ますか", unit="回")
WORDS = Question("", Kind.TEXT, "ご意見")
ALL = (AGE, WORRY, HAPPY, TIMES, WORDS)
OUTLINE = Outline("暮らしのアンケート", "地域づくり計画を作るために使います。", date(2024, 9, 30))


@dataclass(frozen=True)
class Desk:
    """The secretary's hand: surveys as far as they are wanted."""

    community: Community

    @property
    def platform(self) -> Platform:
        """The platform that asks."""
        return self.community.platform

    @property
    def by(self) -> Actor:
        """Who asks."""
        return self.community.secretary

    def begin(self, **changes: Any) -> Survey:
        """A survey without questions."""
        outline = replace(OUTLINE, **changes)
        return begin_survey(platform=self.platform, outline=outline, by=self.by, key=uuid.uuid4())

    def draft(self, *questions: Question) -> Survey:
        """A survey with questions, still in the making."""
        survey = self.begin()
        for question in questions or ALL:
            save_question(survey=survey, question=question, by=self.by)
        return survey

    def opened(self, *questions: Question) -> Survey:
        """A survey that takes answers."""
        return self.move(self.draft(*questions), SurveyState.OPEN)

    def move(self, survey: Survey, target: SurveyState) -> Survey:
        """Move it on."""
        return move_survey(survey=survey, target=target, by=self.by)

    def sheets(self, survey: Survey, count: int = 3) -> Printed:
        """Print sheets."""
        return print_sheets(survey=survey, count=count, by=self.by, key=uuid.uuid4())

    def key(self, survey: Survey, number: int, answers: Answers, **more: Any) -> Response:
        """Key a sheet."""
        usual = {"channel": Channel.PAPER, "by": self.by, "key": uuid.uuid4()}
        return key_sheet(survey=survey, number=number, answers=answers, **usual | more)

    def answer(self, sheet: Sheet, answers: Answers, revision: int = 0, **more: Any) -> Response:
        """Answer a sheet on a phone."""
        usual = {"revision": revision, "key": uuid.uuid4()}
        return answer_sheet(sheet=sheet, answers=answers, **usual | more)

    def answered(self, *ages: int, state: SurveyState = SurveyState.OPEN) -> Survey:
        """A survey that so many people of each age group answered, all content."""
        survey = self.opened()
        self.sheets(survey, sum(ages) + 1)
        number = 0
        for age, count in enumerate(ages, start=1):
            for _ in range(count):
                number += 1
                self.key(survey, number, {"q1": age, "q2": [1, 2], "q3": 5, "q4": age})
        for target in (SurveyState.CLOSED, SurveyState.PUBLISHED):
            if state in (target, SurveyState.PUBLISHED) and state is not SurveyState.OPEN:
                survey = self.move(survey, target)
        return survey
