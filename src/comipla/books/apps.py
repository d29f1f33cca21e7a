"""Registration of the app with Django."""

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """Ledgers of community platforms."""

    name = "comipla.books"
    verbose_name = "会計"
    default_auto_field = "django.db.models.BigAutoField"
