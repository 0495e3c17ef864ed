"""The wheel holds all that the package needs when it is installed without its repository."""

import subprocess
import sys
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

import comity

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    """What the wheel says of itself."""
    return message_from_bytes(wheel.read(f"comity-{comity.__version__}.dist-info/METADATA"))


def test_every_file_of_the_package_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Templates, styles and other data travel with the code, and nothing else does."""
    source = ROOT / "src"
    files = {
        str(path.relative_to(source))
        for path in (source / "comity").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == files


def test_version_licence_and_interpreter_are_stated(metadata: Message) -> None:
    """The version is the package's own, the licence comes with its text, and Python 3.11 is enough."""
    assert metadata["Version"] == comity.__version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["License-File"] == "LICENSE"
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_command_is_installed(wheel: zipfile.ZipFile) -> None:
    """Whoever installs the wheel can say `comity`."""
    entry_points = wheel.read(f"comity-{comity.__version__}.dist-info/entry_points.txt").decode()
    assert "comity = comity.cli.main:main" in entry_points
