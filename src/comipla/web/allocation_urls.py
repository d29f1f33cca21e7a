"""Addresses of the pages of block grants."""

from django.urls import path

from comipla.web.views.allocations import (
    compose,
    deciding,
    listing,
    metrics,
    scheme,
    sheets,
    trying,
)

urlpatterns = [
    path("allocations/", listing.allocation_list, name="allocation_list"),
    path("allocations/new/", compose.allocation_new, name="allocation_new"),
    path("allocations/metrics/", metrics.allocation_metrics, name="allocation_metrics"),
    path(
        "allocations/metrics.<str:form>",
        metrics.allocation_metrics_file,
        name="allocation_metrics_file",
    ),
    path("allocations/<int:pk>/", scheme.allocation, name="allocation"),
    path("allocations/<int:pk>/compose/", compose.allocation_compose, name="allocation_compose"),
    path("allocations/<int:pk>/try/", trying.allocation_try, name="allocation_try"),
    path("allocations/<int:pk>/before/", compose.allocation_before, name="allocation_before"),
    path("allocations/<int:pk>/step/", deciding.allocation_step, name="allocation_step"),
    path("allocations/<int:pk>/list.<str:form>", scheme.allocation_file, name="allocation_file"),
    path(
        "allocations/<int:pk>/sheets/<slug:slug>/", sheets.allocation_sheet, name="allocation_sheet"
    ),
    path(
        "allocations/<int:pk>/sheets/<slug:slug>.pdf",
        sheets.allocation_sheet_pdf,
        name="allocation_sheet_pdf",
    ),
]
