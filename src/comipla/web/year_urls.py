"""Addresses of the pages of programme years."""

from django.urls import path

from comipla.web.views import year, year_admin, year_opening

urlpatterns = [
    path("years/", year.years, name="years"),
    path("years/open/", year_opening.year_open, name="year_open"),
    path("years/<str:code>/", year.year, name="year"),
    path("years/<str:code>/<str:chart>.<str:form>", year.year_file, name="year_file"),
    path("years/<str:code>/settings/", year_admin.year_admin, name="year_admin"),
    path("years/<str:code>/settings/step/", year_admin.year_step, name="year_step"),
    path("years/<str:code>/settings/reopen/", year_admin.year_reopen, name="year_reopen"),
    path("years/<str:code>/settings/caps/", year_admin.year_caps, name="year_caps"),
    path(
        "years/<str:code>/settings/parameters/",
        year_opening.year_parameters,
        name="year_parameters",
    ),
    path("years/<str:code>/settings/budget/", year_admin.year_budget, name="year_budget"),
    path("years/<str:code>/settings/calls/<slug:kind>/", year_admin.year_call, name="year_call"),
]
