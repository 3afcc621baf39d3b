"""Takes the pictures of the main pages that README.md shows, from a real index in real Chromium."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.loket import build_service
from assistant.settings import PROJECT, Settings, from_environment
from assistant.web.app import create_app
from corpus.errors import LoketError

FOLDER = PROJECT / "docs" / "images"
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUESTION = "Wie betaalt het geschiktheidsonderzoek?"
ARABIC = "هل يمكنني التدريس بشهادة أجنبية؟"
ANSWERS = (
    "sector=vo&diploma=hbo&qualification=none&subject=economics&school=no&fit=yes&level=lower"
    "&work=elsewhere&country=nl"
)


class ScreenshotProblem(LoketError):
    """No pictures can be taken; the text says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """
    A page to show.

    Args:

        width, height: Of the window, in CSS pixels.

        ask: A question that is put to the widget on it first; its first source is opened.

        colours: In the picture; a soft shadow takes more.
    """

    name: str
    path: str
    width: int = 390
    height: int = 780
    scheme: str = "light"
    ask: str = ""
    colours: int = 64


SHOTS = (
    Shot(name="start-phone", path="/"),
    Shot(name="answer-phone", path=f"/vraag?vraag={QUESTION}"),
    Shot(name="answer-arabic", path=f"/vraag?vraag={ARABIC}&lang=ar"),
    Shot(name="route-phone", path="/routecheck?sector=vo&diploma=hbo&qualification=none"),
    Shot(name="answer-dark", path=f"/vraag?vraag={QUESTION}", width=1000, scheme="dark"),
    Shot(name="journey", path="/klantreis", width=1000),
    Shot(name="route-result", path=f"/routecheck?{ANSWERS}&uitslag=1", width=1000),
    Shot(name="widget", path="/widget/demo?show=floating", width=1000, ask=QUESTION, colours=128),
)


def take(settings: Settings, folder: Path = FOLDER) -> list[Path]:
    """
    Write a small PNG of every page in SHOTS to a folder, and return the files.

    Raises ScreenshotProblem without a browser, and IndexProblem without an index.
    """
    from PIL import Image
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        raise ScreenshotProblem("no chromium found; install it with: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with _served(settings) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for shot in SHOTS:
            context = browser.new_context(
                viewport={"width": shot.width, "height": shot.height},
                color_scheme="dark" if shot.scheme == "dark" else "light",
                reduced_motion="reduce",
                locale="nl-NL",
            )
            page = context.new_page()
            page.goto(home + shot.path)
            if shot.ask:
                page.locator(".launcher").click()
                page.locator("#vraag").fill(shot.ask)
                page.keyboard.press("Enter")
                page.locator(".notice").wait_for()
                page.locator(".cite").first.click()
                page.wait_for_load_state("networkidle")
            image = Image.open(io.BytesIO(page.screenshot()))
            context.close()
            made.append(folder / f"{shot.name}.png")
            # Flat colours: a small palette without dither is a third of the size, and looks alike.
            small = image.convert("RGB").quantize(shot.colours, dither=Image.Dither.NONE)
            small.save(made[-1], optimize=True)
        browser.close()
    return made


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """Serve the pages on a free port of this machine while pictures are taken."""
    import uvicorn

    app = create_app(build_service(settings))
    running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        while not running.started and thread.is_alive():
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)


def main() -> None:
    """Take the pictures; `--folder` puts them elsewhere."""
    parser = argparse.ArgumentParser(prog="python -m evals.screenshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="default: docs/images")
    arguments = parser.parse_args()
    try:
        for path in take(from_environment(), arguments.folder):
            print(f"{path} ({path.stat().st_size / 1000:.0f} kB)")
    except LoketError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
