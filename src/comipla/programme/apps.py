"""Registration of the app with Django."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Programme years, calls and budget envelopes."""

    name = "comipla.programme"
    verbose_name = "年度と予算枠"
    default_auto_field = "django.db.models.BigAutoField"
