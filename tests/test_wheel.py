"""The program as others get it: a wheel in a fresh environment, far from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.inputs import FAULT, answer, write
from voc import __version__

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Installed:
    """A virtual environment with the wheel in it; its dependencies are those of the environment of the tests."""

    wheel: Path
    folder: Path

    def run(self, program: str, *arguments: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("VOC_", "PYTHON", "COV_", "COVERAGE_"))}
        return subprocess.run(
            [self.folder / "bin" / program, *map(str, arguments)],
            cwd=cwd,
            env={**kept, "VOC_HOME": str(cwd / "home"), **settings},
            capture_output=True,
            encoding="utf8",
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder / "built", ROOT)
    (wheel,) = (folder / "built").glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    _pip("--python", python, "install", "--no-deps", "--no-index", wheel)
    (packages,) = environment.glob("lib/python*/site-packages")
    # Appended after the environment's own folder; files that make the checkout importable are not followed from here.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf8")
    return Installed(wheel, environment)


def _pip(*arguments: str | Path) -> None:
    constraints = {"PIP_CONSTRAINT": str(ROOT / "constraints.txt"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [sys.executable, "-m", "pip", "--quiet", *map(str, arguments)]
    built = subprocess.run(command, env=os.environ | constraints, capture_output=True, encoding="utf8", check=False)
    assert built.returncode == 0, built.stderr


def test_all_that_the_program_reads_is_in_the_wheel(installed: Installed) -> None:
    names = set(ZipFile(installed.wheel).namelist())
    assert installed.wheel.name.startswith(f"voc_analyzer-{__version__}-")
    for package, source in (
        ("voc/shipped/models/attribution", ROOT / "models" / "attribution"),
        ("voc/shipped/samples", ROOT / "data" / "samples"),
    ):
        files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
        assert files
        assert {f"{package}/{name}" for name in files} <= names
    for folder in ("resources", "storage/migrations/versions"):
        files = {p.relative_to(ROOT).as_posix() for p in (ROOT / "voc" / folder).rglob("*") if p.is_file()}
        assert {name for name in files if "__pycache__" not in name} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def test_nothing_comes_from_the_checkout(installed: Installed, tmp_path: Path) -> None:
    code = "import voc.cli, sys; from voc.settings import shipped; print(voc.__file__, shipped('models'), *sys.path)"
    found = installed.run("python", "-c", code, cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    package, models, *path = found.stdout.split()
    assert Path(package).is_relative_to(installed.folder)
    assert Path(models).is_relative_to(installed.folder)
    assert str(ROOT) not in path


def test_a_file_is_analysed_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", answer("S-1", FAULT), answer("S-2", "挺好的，谢谢"))
    done = installed.run("voc", "analyze", "a.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [json.loads(text)["dissatisfied"] for text in done.stdout.splitlines()] == [True, False]
    assert not (tmp_path / "home").exists()


def test_the_demo_runs_from_any_folder(installed: Installed, tmp_path: Path) -> None:
    done = installed.run("voc", "demo", "--out", "X", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "座席无责" in done.stdout
    assert len(list((tmp_path / "X").glob("*.xlsx"))) == 4
    assert (tmp_path / "X" / "demo.sqlite").is_file()


def test_the_version_is_that_of_the_wheel(installed: Installed, tmp_path: Path) -> None:
    assert installed.run("voc", "--version", cwd=tmp_path).stdout == f"voc {__version__}\n"
