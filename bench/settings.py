"""The product's own settings, with the floor's address beside those of the pages."""

from comipla.config.settings import *  # noqa: F403 - taken over whole, as it says

ROOT_URLCONF = "bench.urls"
