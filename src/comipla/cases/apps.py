"""Registration of the app with Django."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their acts and postings; the one door for acts."""

    name = "comipla.cases"
    verbose_name = "案件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what the reminder ladder asks of cases."""
        import_module("comipla.cases.reminders")
