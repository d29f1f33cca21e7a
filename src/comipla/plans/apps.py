"""Registration of the app with Django."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Issues, surveys, meetings and plans of communities."""

    name = "comipla.plans"
    verbose_name = "地域の課題と計画"
    default_auto_field = "django.db.models.BigAutoField"
