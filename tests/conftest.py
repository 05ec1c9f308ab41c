"""What takes long to build, once for all tests."""

import os
from collections.abc import Iterator
from importlib.resources import files
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgresql import Server, running_server
from voc.domain.business_object import BusinessObjectTable
from voc.domain.taxonomy import Taxonomy
from voc.nlp import analyzer as analyzing
from voc.nlp.analyzer import Analyzer, load_analyzer
from voc.nlp.language import Language, shipped_language
from voc.nlp.model import Model
from voc.nlp.tokenizer import Tokenizer
from voc.settings import DEFAULT_MODEL, shipped

# How fast a machine is must not decide whether a test passes.
settings.register_profile("voc", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("voc")


def resource(name: str) -> str:
    return files("voc").joinpath("resources", name).read_text(encoding="utf8")


@pytest.fixture(scope="session", autouse=True)
def _shipped_model_is_read_once() -> Iterator[None]:
    """Every command reads its model, which takes longer than most tests; the shipped one is the same each time."""
    read, known = analyzing.load_model, dict[int, tuple[Language, Model]]()

    def load(folder: Path, language: Language) -> Model:
        if folder != shipped("models") / DEFAULT_MODEL:
            return read(folder, language)
        if id(language) not in known:
            known[id(language)] = language, read(folder, language)
        return known[id(language)][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analyzing, "load_model", load)
        yield


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return Taxonomy.parse(resource("taxonomy.toml"))


@pytest.fixture(scope="session")
def business_objects() -> BusinessObjectTable:
    return BusinessObjectTable.parse(resource("business_objects.toml"))


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return Tokenizer(resource("dictionary.txt"))


@pytest.fixture(scope="session")
def plain_tokenizer() -> Tokenizer:
    """Without words of our own, for what does not depend on them."""
    return Tokenizer("")


@pytest.fixture(scope="session")
def language() -> Language:
    return shipped_language()


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    """With the shipped model."""
    return load_analyzer(shipped("models") / DEFAULT_MODEL)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A throwaway server for all tests; skipped where it is not installed, except in CI."""
    with running_server() as server:
        yield server


_homes = count()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that this test's commands take for theirs: no test touches the configured database."""
    home = tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("VOC_")]:
            patch.delenv(name)
        patch.setenv("VOC_HOME", str(home))
        yield home
