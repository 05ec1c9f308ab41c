import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import resource
from tests.nlp.strategies import HAN, TEXTS
from voc.domain.reading import read
from voc.nlp.tokenizer.fast import FastCutter
from voc.nlp.tokenizer.reference import JiebaCutter

_OWN = [row.split(" ")[0] for row in read(resource("dictionary.txt")).text.splitlines()]
_LATIN = ["at&t", "c++", "c#", "a股", "t恤", "app", "8.0.0", "a-1", "x_y", "1.5%", "...", "3.14.15", "-", "%", "5g"]
_FREQUENT = list("的一是了我不人在他有这个上们来到时大地为子中你说就那和要她出也得里后自以会家可下而过天去能对小多")
SPEECH = st.lists(st.sampled_from([*_OWN, *_LATIN, *_FREQUENT, "，", " ", "\r\n", "鿕", "㐀", "𠮷"]), max_size=12)


@given(SPEECH.map("".join) | TEXTS | HAN)
def test_every_text_is_cut_as_jieba_cuts_it(fast: FastCutter, reference: JiebaCutter, text: str) -> None:
    assert list(fast.cut(text)) == list(reference.cut(text))


@pytest.mark.parametrize("text", ["他是鿕家的", "㐀字头", "坏\ud83d了", "𠮷野家"])
def test_characters_that_are_signs_to_jieba_alone_are_signs(
    fast: FastCutter, reference: JiebaCutter, text: str
) -> None:
    assert list(fast.cut(text)) == list(reference.cut(text))


@pytest.mark.usefixtures("fast")
def test_both_engines_count_the_same_sum_of_all_frequencies() -> None:
    """A wrong sum moves a text's words only now and then, so it is read off a suggestion: f² / (sum of all) + 1."""
    frequency = 5 * 10**9
    dictionary = f"{resource('dictionary.txt')}一鿔一 {frequency} n\n鿔丁 {frequency} n\n"
    reference = JiebaCutter(dictionary)
    fast = FastCutter(dictionary, counted_twice=reference.counted_twice)
    assert fast._rjieba.suggest_freq("一鿔一鿔丁") == int(frequency**2 / reference._jieba.total) + 1


def test_without_rjieba_there_is_no_fast_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(ImportError):
        FastCutter("", counted_twice=0)
