"""Registration of the app with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and the design system."""

    name = "comipla.web"
    verbose_name = "画面"
    default_auto_field = "django.db.models.BigAutoField"
