"""People: who may sign in, for which body, in which role and for which term."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, bodies, memberships, invitations, sign-in and its audit."""

    name = "comipla.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "人と所属"

    def ready(self) -> None:
        """Register the checks and the writers of the audit, which need every model loaded."""
        import_module("comipla.people.checks")
        import_module("comipla.people.receivers")
