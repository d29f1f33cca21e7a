"""A person in front of a browser: signs in, fills forms by their names, presses named buttons.

Every page passed is examined with axe; a screenshot is kept where a folder for them is named
(`COMIPLA_SCREENSHOTS`), which is how the pictures of the manual are made.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
PICTURES = os.environ.get("COMIPLA_SCREENSHOTS")
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01"
Raw = Mapping[str, str | list[str]]


class Visitor:
    """One person in a browser window of their own."""

    def __init__(self, browser: Browser, site: str, email: str, size: dict[str, int]) -> None:
        self.context = browser.new_context(
            viewport=size, base_url=site, locale="ja-JP", accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)
        self.email = email
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.page.goto("/desk/")
        self.sign_in()

    def _asked(self, request: Any) -> None:
        """Note the host of what goes over the network; the browser's own pages are none of it."""
        if request.url.startswith(("http:", "https:", "ws:", "wss:")):
            self.hosts.add(_host(request.url))

    def _heard(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def sign_in(self) -> None:
        """Enter as the invented person on the page that asks for it, by card or from the list."""
        card = self.page.locator(f'button[name="person"][value="{self.email}"]')
        if card.count():
            self.click(card)
        else:
            self.page.select_option("#other-person", self.email)
            self.click(self.page.get_by_role("button", name="この人として入る"))

    def click(self, what: Locator) -> None:
        """Click what leads to another page, and wait for that page."""
        with self.page.expect_navigation(wait_until="load"):
            what.click()

    def lose_session(self) -> None:
        """What a lunch break does."""
        self.context.clear_cookies(name=re.compile("session"))

    def goto(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path)

    def press(self, label: str) -> None:
        """Press the button, or follow the link, of that name."""
        name = re.compile(re.escape(label))
        button = self.page.get_by_role("button", name=name)
        self.click((button if button.count() else self.page.get_by_role("link", name=name)).first)

    def fill(self, raw: Raw) -> None:
        """Type into whatever controls of these names stand on the page, adding rows as needed."""
        for name, value in raw.items():
            self._add_row(name)
            self._enter(name, value)
        self.attach()

    def attach(self) -> None:
        """Hand in two small files wherever the page has room for some."""
        for slot in self.page.locator('input[type="file"][multiple]').all():
            takes_pdf = "pdf" in (slot.get_attribute("accept") or "")
            ending, start = ("pdf", b"%PDF-1.7 ") if takes_pdf else ("png", PNG)
            files = [
                {"name": f"{word}.{ending}", "mimeType": "", "buffer": start + word.encode()}
                for word in ("証拠1", "証拠2")
            ]
            slot.set_input_files(files)
            self.page.wait_for_timeout(100)
            self.page.wait_for_load_state("networkidle")

    def _add_row(self, name: str) -> None:
        table, _, rest = name.partition("-")
        if not rest or self.page.locator(f'[name="{name}"]').count():
            return
        adding = self.page.locator(f'button[name="_rows"][value="add:{table}"]')
        if adding.count():
            self.click(adding)

    def _enter(self, name: str, value: str | list[str]) -> None:
        controls = self.page.locator(f'[name="{name}"]')
        if not value or not controls.count() or not controls.first.is_visible():
            return
        first = controls.first
        tag = first.evaluate("e => e.tagName + (e.type || '')")
        if tag.startswith("SELECT"):
            first.select_option(str(value))
        elif tag == "INPUTradio":
            self.page.locator(f'[name="{name}"][value="{value}"]').check()
        elif tag == "INPUTcheckbox":
            wanted = value if isinstance(value, list) else [value]
            for index in range(controls.count()):
                box = controls.nth(index)
                box.set_checked(box.get_attribute("value") in wanted)
        elif first.is_editable():
            first.fill(str(value))

    def complete(self, raw: Raw, picture: str = "") -> None:
        """Fill a form, part by part where it is long, up to its check page."""
        form = self.page.url
        parts = [part.get_attribute("href") or "" for part in self.page.locator(".tasks a").all()]
        if not parts:
            self.fill(raw)
        for address in parts:
            self.goto(address)
            self.fill(raw)
            self.look(picture if address == parts[0] else "")
            if self.page.locator("[data-main]").count():  # a part that is closed is only shown
                self.press("保存")
        if parts:
            self.goto(form)
        self.press("入力した内容を確かめる")
        self.look()

    def title(self) -> str:
        """The page's main heading."""
        return self.page.locator("h1").first.inner_text().strip()

    def state(self) -> str:
        """The state of the case on its page."""
        return self.page.locator(".tag").first.inner_text().strip()

    def look(self, picture: str = "") -> None:
        """Examine the page: no barrier that axe knows, nothing wider than the window."""
        found = Axe().run(self.page).response["violations"]
        barriers = [(v["id"], node["target"]) for v in found for node in v["nodes"]]
        if barriers:
            raise AssertionError(f"{self.page.url}: {barriers}")
        if picture and PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{picture}.png", full_page=True)


def _host(url: str) -> str:
    return re.sub(r"^\w+://([^/]*).*", r"\1", url)
