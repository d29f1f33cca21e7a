"""People: who may sign in, for which body, in which role and for which term."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Persons, bodies, memberships, invitations, sign-in and its audit."""

    name = "comipla.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "人と所属"
