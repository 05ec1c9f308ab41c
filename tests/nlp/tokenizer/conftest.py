import pytest

from tests.conftest import resource
from voc.nlp.tokenizer.fast import FastCutter
from voc.nlp.tokenizer.golden import shipped_golden
from voc.nlp.tokenizer.reference import JiebaCutter


@pytest.fixture(scope="session")
def reference() -> JiebaCutter:
    return JiebaCutter(resource("dictionary.txt"))


@pytest.fixture(scope="session")
def fast() -> FastCutter:
    pytest.importorskip("rjieba", reason="rjieba has no wheel for this machine")
    return FastCutter(resource("dictionary.txt"), counted_twice=shipped_golden().counted_twice)
