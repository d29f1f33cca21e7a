"""Settings of the test run: the embedded server, in a data folder of its own.

Must stand before Django is set up, so it works on the environment. ``COMIPLA_DATA`` and
``DATABASE_URL`` of the caller are honoured: the suite passes on any PostgreSQL >= 15.
"""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comipla.config.settings")
os.environ.setdefault("COMIPLA_DATA", str(Path(__file__).parents[1] / ".comipla" / "tests"))
os.environ["COMIPLA_PROCESS"] = "test"
os.environ.pop("COMIPLA_DEMO", None)
os.environ.pop("COMIPLA_DEBUG", None)
