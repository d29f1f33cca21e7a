"""Registration of the app with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages declared once; inbox, mail outbox and reminders."""

    name = "comipla.notices"
    verbose_name = "お知らせ"
    default_auto_field = "django.db.models.BigAutoField"
