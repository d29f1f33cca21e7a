"""Addresses of the pages of populations and of the map of platforms."""

from django.urls import path

from comipla.web.views.population import board, files, place, places, runs

urlpatterns = [
    path("platforms/map/", board.platform_map, name="platform_map"),
    path("population/", places.population_list, name="population_list"),
    path("population/files/new/", files.population_import, name="population_import"),
    path("population/<slug:key>/", place.population, name="population"),
    path("population/<slug:key>/table.<str:form>", place.population_file, name="population_file"),
    path("population/<slug:key>/card/", place.population_card, name="population_card"),
    path("population/<slug:key>/card.pdf", place.population_pdf, name="population_pdf"),
    path("population/<slug:key>/area/", files.population_area, name="population_area"),
    path("population/<slug:key>/runs/new/", runs.population_run, name="population_run"),
    path(
        "population/<slug:key>/runs/<int:pk>/<str:step>/",
        runs.population_step,
        name="population_step",
    ),
    path("p/<slug:key>/population/", place.population_public, name="population_public"),
]
