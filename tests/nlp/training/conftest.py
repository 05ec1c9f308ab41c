"""What takes long to fit, once for all tests of training."""

import pytest

from tests.nlp.training.labels import calls, comments
from voc.nlp.language import Language
from voc.nlp.training import HeldOut, Labelled, Trained, hold_out, train_model


@pytest.fixture(scope="session")
def rows(language: Language) -> list[Labelled]:
    return comments(language) + calls(language)


@pytest.fixture(scope="session")
def held(rows: list[Labelled], language: Language) -> HeldOut:
    return hold_out(rows, language, progress=lambda _: None)


@pytest.fixture(scope="session")
def steps() -> list[str]:
    """What the training of `trained` said of its progress."""
    return []


@pytest.fixture(scope="session")
def trained(rows: list[Labelled], steps: list[str], language: Language) -> Trained:
    return train_model(rows, language, progress=steps.append)
