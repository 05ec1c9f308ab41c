from collections.abc import Iterable

from tests.conftest import resource
from voc.domain.reading import read
from voc.nlp.tokenizer.fast import FastCutter
from voc.nlp.tokenizer.golden import Golden, shipped_golden
from voc.nlp.tokenizer.reference import JiebaCutter
from voc.nlp.tokenizer.tokenizer import dictionary_hash


class Characters:
    """An engine that knows no words."""

    def cut(self, text: str) -> Iterable[str]:
        return list(text)


def test_the_shipped_texts_are_cut_as_jieba_cuts_them_with_the_shipped_dictionary(reference: JiebaCutter) -> None:
    golden, remedy = shipped_golden(), "after a change of the dictionary: python benchmarks/tokenizer.py --write-golden"
    assert golden.dictionary == dictionary_hash(resource("dictionary.txt")), remedy
    assert golden.counted_twice == reference.counted_twice, remedy
    assert golden.agrees(reference), remedy


def test_they_hold_the_words_of_the_dictionary_and_much_else() -> None:
    golden = shipped_golden()
    text = "\n".join("".join(words) for words in golden.texts)
    own = {row.split(" ")[0] for row in read(resource("dictionary.txt")).text.splitlines()}
    assert {word for word in own if word not in text} == set()
    assert len(set(golden.texts)) == len(golden.texts) >= 300


def test_the_fast_engine_agrees_and_one_that_does_not_is_found_out(fast: FastCutter) -> None:
    assert shipped_golden().agrees(fast)
    assert not shipped_golden().agrees(Characters())
    assert Golden("", 0, ()).agrees(Characters())


def test_lines_and_texts_are_the_same() -> None:
    golden = Golden("abc", 7, (("转账", " ", "失败"), ("8.0", ".", "0")))
    assert list(golden.lines())[1] == '["转账"," ","失败"]'
    assert Golden.parse(golden.lines()) == golden
