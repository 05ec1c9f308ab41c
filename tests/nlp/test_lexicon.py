import pytest

from tests.conftest import resource
from voc.domain.conversation import Speaker
from voc.domain.reading import read
from voc.errors import TaxonomyError
from voc.nlp.cues import GAP
from voc.nlp.lexicon import Bend, Degree, Feeling, Lexicon
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.parse(resource("valence.toml"))


def passage(text: str, tokenizer: Tokenizer) -> Passage:
    return passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER)


def test_the_shipped_lexicon_holds_many_words(lexicon: Lexicon) -> None:
    assert lexicon.word_count > 2000


def test_every_word_of_the_shipped_lexicon_stands_as_it_is_read() -> None:
    text = resource("valence.toml")
    blocks = text.split('"""')[1::2]
    words = [word for block in blocks for word in block.split()]
    assert [w for w in words if GAP.join(read(part).text for part in w.split(GAP)) != w] == []


def test_words_of_one_character_count_only_as_tokens(lexicon: Lexicon, tokenizer: Tokenizer) -> None:
    def feelings(text: str) -> list[str]:
        found = lexicon.found_in(passage(text, tokenizer))
        return [mark.name for *_, mark in found if isinstance(mark, Feeling) and mark.weight < 0]

    assert feelings("烦") == ["discontent"]
    assert feelings("烦请告知") == []


def test_words_that_bend_are_marked(lexicon: Lexicon, tokenizer: Tokenizer) -> None:
    marks = [mark for *_, mark in lexicon.found_in(passage("但是不十分失望", tokenizer))]
    assert marks[:2] == [Bend.CONTRAST, Bend.NEGATOR]
    assert isinstance(marks[2], Degree)


def test_a_formula_keeps_a_word_of_feeling_out(lexicon: Lexicon, tokenizer: Tokenizer) -> None:
    weights = [mark.weight for *_, mark in lexicon.found_in(passage("满意度", tokenizer)) if isinstance(mark, Feeling)]
    assert weights == [0.0]


def test_comfort_and_other_people_are_known(lexicon: Lexicon) -> None:
    assert lexicon.comforts("非常抱歉给您添麻烦了")
    assert not lexicon.comforts("您的余额是三百元")
    assert lexicon.others("我家那只狗")
    assert not lexicon.others("你们银行")


@pytest.mark.parametrize(
    ("part", "damaged"),
    [
        ("[scale]", "[scale"),
        ("softness = 1.0", ""),
        ("softness = 1.0", 'softness = "much"'),
        ("[negators]", "[nothing]"),
        ("weight = -0.5\n", "weight = -0.5\nloudness = 3\n"),
        ("[[degree]]\nfactor = 1.5", "[[degree]]\nfactor = []"),
    ],
)
def test_a_damaged_lexicon_is_refused_in_one_line(part: str, damaged: str) -> None:
    text = resource("valence.toml")
    assert part in text
    with pytest.raises(TaxonomyError, match="情感词表无法读取"):
        Lexicon.parse(text.replace(part, damaged))
