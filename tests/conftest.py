"""What takes long to build, once for all tests."""

from importlib.resources import files

import pytest

from voc.domain.business_object import BusinessObjectTable
from voc.domain.taxonomy import Taxonomy
from voc.nlp.tokenizer import Tokenizer


def resource(name: str) -> str:
    return files("voc").joinpath("resources", name).read_text(encoding="utf8")


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
