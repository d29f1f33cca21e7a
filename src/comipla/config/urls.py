"""Every address of the installation."""

from django.urls import include, path

from comipla.web.health import alive, ready

urlpatterns = [
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("auth/", include("comipla.web.auth_urls")),
    path("", include("comipla.web.urls")),
]
