"""A real browser for the finished page: an installed Chromium, without any network."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@dataclass
class OpenedPage:
    """A page in the browser, and what it did that a report must not do."""

    page: Any
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Return the installed Chromium; without one the tests are skipped."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=executable, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., OpenedPage]]:
    """Open a file of a report: ``open_page(path, width=390, dark=True, javascript=False)``."""
    contexts = []

    def open_file(
        path: Path, *, width: int = 1200, height: int = 900, dark: bool = False, javascript: bool = True
    ) -> OpenedPage:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            offline=True,
        )
        contexts.append(context)
        opened = OpenedPage(context.new_page())
        address = Path(path).resolve().as_uri()

        def on_dialog(dialog: Any) -> None:
            opened.dialogs.append(dialog.message)
            dialog.dismiss()

        def on_request(request: Any) -> None:
            if request.url != address and not request.url.startswith("data:"):
                opened.requests.append(request.url)

        def on_console(message: Any) -> None:
            if message.type in {"error", "warning"}:
                opened.errors.append(message.text)

        opened.page.on("dialog", on_dialog)
        opened.page.on("request", on_request)
        opened.page.on("console", on_console)
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.goto(address)
        return opened

    yield open_file
    for context in contexts:
        context.close()
