"""Registration of the app with Django."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Questionnaires, their sheets and what was answered."""

    name = "comipla.surveys"
    verbose_name = "住民アンケート"
    default_auto_field = "django.db.models.BigAutoField"
