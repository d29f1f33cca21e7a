"""Registration of the app with Django."""

from django.apps import AppConfig


class BlockGrantsConfig(AppConfig):
    """Block grants to platforms."""

    name = "comipla.blockgrants"
    verbose_name = "包括的交付金"
    default_auto_field = "django.db.models.BigAutoField"
