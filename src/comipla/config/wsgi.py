"""The WSGI application that the server's workers load."""

import os
import signal
import threading
import time

from django.core.wsgi import get_wsgi_application


def _end_with(parent: int) -> None:
    """Leave when orphaned, so that a killed server leaves no worker behind on its port."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if os.environ.get("COMIPLA_END_WITH_PARENT"):  # set by our own supervisor
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comipla.config.settings")

application = get_wsgi_application()
