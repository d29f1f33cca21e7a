"""Addresses of surveys: for the people of a platform, for residents with a sheet, for everybody."""

from django.urls import path

from comipla.web.views.surveys.answering import survey_answer, survey_find
from comipla.web.views.surveys.building import (
    survey_batch_end,
    survey_order,
    survey_question,
    survey_sample,
    survey_sheets,
)
from comipla.web.views.surveys.keying import survey_key
from comipla.web.views.surveys.office import survey, survey_edit, survey_move, survey_new, surveys
from comipla.web.views.surveys.results import (
    public_survey,
    public_survey_file,
    survey_answers_file,
    survey_results,
    survey_results_file,
)

_OWN = "platforms/<slug:slug>/surveys"
_ONE = f"{_OWN}/<int:number>"

urlpatterns = [
    path(f"{_OWN}/", surveys, name="platform_surveys"),
    path(f"{_OWN}/new/", survey_new, name="platform_survey_new"),
    path(f"{_ONE}/", survey, name="platform_survey"),
    path(f"{_ONE}/edit/", survey_edit, name="platform_survey_edit"),
    path(f"{_ONE}/questions/<int:place>/", survey_question, name="platform_survey_question"),
    path(f"{_ONE}/questions/<int:place>/order/", survey_order, name="platform_survey_order"),
    path(f"{_ONE}/sample.pdf", survey_sample, name="platform_survey_sample"),
    path(f"{_ONE}/sheets/", survey_sheets, name="platform_survey_sheets"),
    path(f"{_ONE}/sheets/<int:batch>/end/", survey_batch_end, name="platform_survey_batch_end"),
    path(f"{_ONE}/move/<slug:target>/", survey_move, name="platform_survey_move"),
    path(f"{_ONE}/key/", survey_key, name="platform_survey_key"),
    path(f"{_ONE}/results/", survey_results, name="platform_survey_results"),
    path(f"{_ONE}/results.csv", survey_results_file, name="platform_survey_results_file"),
    path(f"{_ONE}/answers.csv", survey_answers_file, name="platform_survey_answers_file"),
    path("s/", survey_find, name="survey_find"),
    path("s/<str:code>/", survey_answer, name="survey_answer"),
    path("p/<slug:slug>/surveys/<int:number>/", public_survey, name="public_survey"),
    path(
        "p/<slug:slug>/surveys/<int:number>/results.csv",
        public_survey_file,
        name="public_survey_file",
    ),
]
