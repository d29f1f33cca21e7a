"""Running ``comipla`` as operators do: as a program of its own."""

import os
import subprocess
import sys
from pathlib import Path


def comipla(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in surroundings of which only what is given is known."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "comipla.config.cli", *arguments],
        env=kept | {"LANG": "ja_JP.UTF-8"} | environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
