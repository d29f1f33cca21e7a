"""Registration of the app with Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Numbering, approval, rendering and verification of papers."""

    name = "comipla.documents"
    verbose_name = "文書"
    default_auto_field = "django.db.models.BigAutoField"
