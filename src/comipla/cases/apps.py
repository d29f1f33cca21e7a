"""Registration of the app with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their acts and postings; the one door for acts."""

    name = "comipla.cases"
    verbose_name = "案件"
    default_auto_field = "django.db.models.BigAutoField"
