import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.strategies import HAN
from voc.nlp.tokenizer.reference import jieba_module
from voc.nlp.tokenizer.unknown import cut_unknown

# Frequent characters, one that no word begins with, some that the model does not know in a state or at all.
RUNS = st.text(st.sampled_from("我就不信仇佟福来喆雳佢犇丿鿕的了a1.%-_#"), max_size=14)


@given(RUNS | HAN | st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), max_size=10))
def test_every_run_is_cut_as_jieba_cuts_it(run: str) -> None:
    assert list(cut_unknown(run)) == [word for word in jieba_module("jieba.finalseg").cut(run) if word]


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("", ()),
        ("仇亦霏", ("仇", "亦", "霏")),
        ("丿雳", ("丿雳",)),
        ("8.0.0", ("8.0", ".", "0")),
        ("a-1", ("a", "-", "1")),
        ("...", ("...",)),
        ("我5%就", ("我", "5%", "就")),
    ],
)
def test_names_signs_and_numbers(run: str, words: tuple[str, ...]) -> None:
    assert cut_unknown(run) == words
