"""The process that stops an embedded server whose users were killed; see ``embedded``."""

import sys
from pathlib import Path

from comipla.config.embedded import EmbeddedServer

if __name__ == "__main__":
    EmbeddedServer.of(Path(sys.argv[1])).watch()
