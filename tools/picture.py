"""Draws docs/images/report.png: the top of the real example's page, as headless Chromium shows it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "report.png"
WIDTH, HEIGHT = 1440, 990
LIMIT = 400_000
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def make_page(folder: Path) -> Path:
    """Run the command line as the README does, and return the page it writes."""
    comity = Path(sys.executable).parent / "comity"
    example = "examples/regeneron-sanofi"
    command = [
        str(comity),
        "report",
        example,
        "--as-of",
        "2025-02-14",
        "--known-at",
        "2026-11-23",
        "--out",
        str(folder),
    ]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.html"))


def photograph(page_file: Path, picture: Path) -> None:
    """Save what a reader sees first of a page, in light colours."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(page_file.as_uri())
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=picture)
        browser.close()


def main() -> int:
    """Draw the picture; fail if it is too large for a README."""
    with tempfile.TemporaryDirectory() as folder:
        photograph(make_page(Path(folder)), PICTURE)
    size = PICTURE.stat().st_size
    print(f"wrote {PICTURE.relative_to(ROOT)}, {size // 1000} kB")
    return 0 if size < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
