"""Places: the municipalities of a prefecture and the offices that serve them."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Municipalities, branch offices' areas, published figures."""

    name = "comipla.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "地域"
