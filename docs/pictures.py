"""Take the pictures of the manual anew: ``.venv/bin/python docs/pictures.py``.

Loads a fresh demo into a folder of its own, looks at its pages with the system's Chromium and
writes ``docs/images/*.png``. The demo is the same everywhere, so are the pictures.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).parent / "images"
LARGEST = 200_000  # bytes
WHILE_DRAWING = 3_000  # milliseconds in which the browser draws a PDF within the page
PATIENCE = 300  # seconds for a database, a year of cases and the server


@dataclass(frozen=True)
class Picture:
    """A page as one of the demo's people sees it, at a size of the window."""

    name: str
    who: str
    path: str
    width: int = 1280
    height: int = 860


PICTURES = (
    Picture("sign-in", "", "/auth/sign-in/"),
    Picture("year", "decider1@ken.example.jp", "/years/R6/", height=980),
    Picture("case", "officer1@ken.example.jp", "/cases/3-R6-033/", height=900),
    Picture("pref-officer-desk", "officer1@ken.example.jp", "/desk/"),
    Picture(
        "pref-officer-list", "officer1@ken.example.jp", "/cases/?year=R6&state=applied", height=1150
    ),
    Picture("pref-decider-approval", "decider1@ken.example.jp", "/cases/3-R6-101/approval/"),
    Picture("pref-accounts-ledger", "accounts@ken.example.jp", "/ledger/?year=R6"),
    Picture("pref-admin-year", "admin@ken.example.jp", "/years/R7/settings/"),
    Picture("auditor-history", "auditor@ken.example.jp", "/cases/3-R6-056/", height=1000),
    Picture("muni-officer-correction", "tantou@m462144.example.jp", "/cases/3-R6-109/"),
    Picture(
        "population",
        "jimukyoku@shiomi.example.jp",
        "/population/462012-01/?households=4",
        height=1480,
    ),
    Picture("muni-officer-phone", "tantou@m462144.example.jp", "/desk/", 360, 720),
)


def main() -> None:
    """Take every picture; end with a sentence if one is too heavy for a page of the manual."""
    IMAGES.mkdir(exist_ok=True)
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        for picture in PICTURES:
            target = take(browser, site, picture)
            size = target.stat().st_size
            print(f"{target.name}  {size:,}")
            if size > LARGEST:
                sys.exit(f"{target.name} has more than {LARGEST:,} bytes; make it smaller.")


def take(browser: Browser, site: str, picture: Picture) -> Path:
    """Sign in by one click, go to the page and take what the window shows."""
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(base_url=site, locale="ja-JP", viewport=size)
    page = context.new_page()
    if picture.who:
        page.goto("/auth/sign-in/")
        page.click(f'button[name="person"][value="{picture.who}"]')
    page.goto(picture.path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(WHILE_DRAWING)
    target = IMAGES / f"{picture.name}.png"
    page.screenshot(path=target)
    context.close()
    return target


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that runs as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        around = os.environ | {"COMIPLA_DATA": data, "COMIPLA_PORT": str(port)}
        around.pop("DATABASE_URL", None)
        command = [sys.executable, "-m", "comipla.config.cli", "demo"]
        server = subprocess.Popen(command, env=around)  # noqa: S603 - our own program
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(f"{site}/readyz", server)
            yield site
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the demo answers. Ends the program if it stopped or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    sys.exit("The demo did not start; see the lines above.")


if __name__ == "__main__":
    main()
