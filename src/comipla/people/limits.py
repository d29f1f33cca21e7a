"""How long sign-ins, links and confirmations last (conventions C8), read from the settings."""

from datetime import timedelta

from django.conf import settings


def idle() -> timedelta:
    """How long a session may rest before the person must sign in again."""
    return timedelta(seconds=settings.SESSION_IDLE)


def lifetime() -> timedelta:
    """How long a session may last however busy it is."""
    return timedelta(seconds=settings.SESSION_LIFETIME)


def step_up() -> timedelta:
    """How long a repeated proof of identity counts for decisions and payments."""
    return timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def invitation() -> timedelta:
    """How long an invitation can be used."""
    return timedelta(seconds=settings.INVITATION_LIFETIME)
