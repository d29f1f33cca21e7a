"""Registration of the app with Django."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """Population tables and projections."""

    name = "comipla.population"
    verbose_name = "人口"
    default_auto_field = "django.db.models.BigAutoField"
