"""The office's day: today in Japan, or the day that the demo stands on."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today's date in Asia/Tokyo. In the demo, the day named by ``COMIPLA_TODAY``."""
    pinned: date | None = settings.COMIPLA_TODAY
    return pinned or timezone.localdate()
