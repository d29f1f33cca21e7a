"""Addresses of the registry of community platforms."""

from django.urls import path

from comipla.web.views.registry.deciding import (
    platform_event,
    platform_notice,
    platform_recognition,
    platform_rules,
)
from comipla.web.views.registry.editing import platform_edit, platform_new
from comipla.web.views.registry.handover import handover
from comipla.web.views.registry.listing import platform_list, platform_list_file
from comipla.web.views.registry.page import platform, platform_file
from comipla.web.views.registry.public import platform_public

urlpatterns = [
    path("platforms/", platform_list, name="platform_list"),
    path("platforms/list.<str:form>", platform_list_file, name="platform_list_file"),
    path("platforms/new/", platform_new, name="platform_new"),
    path("platforms/rules/", platform_rules, name="platform_rules"),
    path("platforms/notices/<int:pk>/", platform_notice, name="platform_notice"),
    path("platforms/<slug:slug>/", platform, name="platform"),
    path("platforms/<slug:slug>/edit/<slug:form>/", platform_edit, name="platform_edit"),
    path("platforms/<slug:slug>/events/", platform_event, name="platform_event"),
    path("platforms/<slug:slug>/recognition/", platform_recognition, name="platform_recognition"),
    path("platforms/<slug:slug>/files/<uuid:uuid>/", platform_file, name="platform_file"),
    path("platforms/<slug:slug>/handover/", handover, name="platform_handover"),
    path("p/<slug:slug>/", platform_public, name="platform_public"),
]
