"""What the shape of the program promises: a test file for every module, one tree of errors, nothing swallowed."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import voc
from voc.errors import VocError

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("voc", "api")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def _defines_something(path: Path) -> bool:
    """Whether there is anything to test: packages and tables of words may hold names alone."""
    kinds = ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef
    return any(isinstance(node, kinds) for node in ast.parse(path.read_text("utf8")).body)


def _test_of(module: Path) -> Path:
    """`voc/nlp/text.py` → `tests/nlp/test_text.py`; `voc/cli/__init__.py` → `tests/cli/test_init.py`.

    Of the service, `api/etags.py` → `tests/api/test_etags.py`; a schema is tested with the routes that it serves.
    """
    inside = module.relative_to(ROOT)
    if inside.parts[0] == "voc":
        inside = module.relative_to(ROOT / "voc")
    if "migrations" in inside.parts:
        return ROOT / "tests" / "storage" / "test_migrations.py"
    return ROOT / "tests" / inside.with_name(f"test_{inside.stem.strip('_')}.py")


@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if _defines_something(m) and m.parent.name != "schemas"],
    ids=lambda m: str(m.relative_to(ROOT)),
)
def test_every_module_has_its_tests_at_the_mirrored_place(module: Path) -> None:
    test = _test_of(module)
    assert test.is_file(), f"{test.relative_to(ROOT)} is missing"
    assert "def test_" in test.read_text("utf8")


def test_every_package_of_tests_mirrors_one_of_the_program() -> None:
    packages = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    assert {p for p in packages if not (ROOT / "voc" / p).is_dir() and not (ROOT / p).is_dir()} == set()


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(voc.__path__, "voc."):
        if ".migrations" not in found.name and not found.name.endswith("__main__") and _usable(found.name):
            yield found.name


def _usable(name: str) -> bool:
    """Fitting the encoder needs what is installed for that alone."""
    return ".training.deep." not in name or find_spec("torch") is not None


def test_every_error_of_the_program_hangs_in_its_one_tree() -> None:
    for name in _modules():
        importlib.import_module(name)
    ours = {kind for kind in _below(Exception) if kind.__module__.startswith("voc.")}
    assert VocError in ours
    assert {kind for kind in ours if not issubclass(kind, VocError) or kind.__module__ != "voc.errors"} == set()


def _below(kind: type[Exception]) -> Iterator[type[Exception]]:
    for one in type.__subclasses__(kind):
        yield one
        yield from _below(one)


def _caught(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            yield "everything" if node.type is None else ast.unparse(node.type)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(ROOT)))
def test_no_module_catches_everything(module: Path) -> None:
    caught = set(_caught(ast.parse(module.read_text("utf8"))))
    assert caught & {"everything", "Exception"} == set()
    # A file half written is taken away whatever went wrong, and the error goes on.
    assert "BaseException" not in caught or module.name == "atomic.py"


def test_nothing_is_pickled_or_evaluated() -> None:
    forbidden = ("import pickle", "import joblib", "import shelve", "eval(", "exec(", "allow_pickle=True")
    texts = {module: module.read_text("utf8") for module in MODULES}
    assert [
        (m.name, word) for m, text in texts.items() for word in forbidden if word in text.replace(".eval(", "")
    ] == []
