"""Do the wheel and the source archive carry the built browser client?"""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.places import ROOT


def build(kind: str, source: Path, folder: Path) -> Path:
    """Builds one archive with the build backend itself, so that no network is needed."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = folder.iterdir()
    return archive


def unpack(archive: Path, folder: Path) -> Path:
    """Unpacks a source archive; its top folder."""
    folder.mkdir(exist_ok=True)
    subprocess.run(["tar", "-xf", archive, "-C", folder], check=True)
    (top,) = folder.iterdir()
    return top


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


def test_the_wheel_holds_the_browser_client(tmp_path: Path) -> None:
    names = zipfile.ZipFile(build("wheel", ROOT, tmp_path)).namelist()
    assert "bobwhite/web_dist/index.html" in names
    assert any(name.startswith("bobwhite/web_dist/assets/") for name in names)


def test_a_wheel_made_from_the_source_archive_holds_the_same_files(
    sdist: Path, tmp_path: Path
) -> None:
    source = unpack(sdist, tmp_path / "source")
    direct = zipfile.ZipFile(build("wheel", ROOT, tmp_path / "direct")).namelist()
    again = zipfile.ZipFile(build("wheel", source, tmp_path / "again")).namelist()
    assert sorted(again) == sorted(direct)


def test_a_source_archive_without_the_client_is_not_installed(sdist: Path, tmp_path: Path) -> None:
    source = unpack(sdist, tmp_path)
    (source / "src" / "bobwhite" / "web_dist" / "index.html").unlink()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "browser client is missing" in done.stderr
