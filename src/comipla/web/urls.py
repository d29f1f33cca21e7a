"""Addresses of the pages."""

from django.urls import path

from comipla.web.views.catalogue import catalogue

urlpatterns = [
    path("staff/components/", catalogue, name="components"),
]
