"""Registration of the app with Django."""

from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    """Registry of community platforms."""

    name = "comipla.communities"
    verbose_name = "コミプラ"
    default_auto_field = "django.db.models.BigAutoField"
