"""What is done with populations: take tables in, put areas together, project, publish."""

from comipla.population.services.composing import compose_platform
from comipla.population.services.importing import (
    KIND_WORDS,
    ImportReport,
    Wanted,
    import_tables,
)
from comipla.population.services.projecting import (
    check_run,
    make_run,
    publish_run,
    reckoned,
    usual_settings,
)

__all__ = [
    "KIND_WORDS",
    "ImportReport",
    "Wanted",
    "check_run",
    "compose_platform",
    "import_tables",
    "make_run",
    "publish_run",
    "reckoned",
    "usual_settings",
]
