"""Registration of the operations package with Django: self-checks and housekeeping jobs."""

import importlib

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Settings, embedded database and operations commands."""

    name = "comipla.config"
    label = "operations"
    verbose_name = "運用"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the self-checks; they read the settings, so only now."""
        importlib.import_module("comipla.config.checks")
