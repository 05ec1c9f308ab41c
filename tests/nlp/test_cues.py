from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import resource
from voc.domain.moments import Phase
from voc.domain.reading import read
from voc.errors import TaxonomyError
from voc.nlp.cues import GAP, LONGEST_GAP, Cues, PhraseFinder

FILE = """
goodbyes = "再见 拜拜"
fillers = "嗯 无"
bare_names = "客服 银行"
[[cue]]
name = "hello"
words = "您好 你好"
[[cue]]
name = "polite"
words = "您好 请…一下"
[phases]
start = [1, 0, 0, 0]
[phases.steps]
greeting = [0, 1, 0, 0]
understanding = [0, 0, 1, 0]
answering = [0, 0, 1, 1]
closing = [0, 0, 0, 1]
[phases.signs]
"agent:hello" = [2, 0, 0, 0]
"""


@pytest.fixture(scope="module")
def cues() -> Cues:
    return Cues.parse(FILE)


def test_words_of_nothing_but_farewell_stand_for_themselves(cues: Cues) -> None:
    assert cues.goodbyes == ("再见", "拜拜")


def test_words_that_say_nothing_stand_for_themselves(cues: Cues) -> None:
    assert (cues.fillers, cues.bare_names) == ({"嗯", "无"}, {"客服", "银行"})


def test_a_phrase_of_two_lists_shows_both(cues: Cues) -> None:
    assert cues.found_in("您好") == {"hello", "polite"}
    assert cues.found_in("没什么") == frozenset()


def test_the_parts_of_a_phrase_must_stand_close_together(cues: Cues) -> None:
    assert cues.found_in("请您报" + "啊" * (LONGEST_GAP - 2) + "一下") == {"polite"}
    assert cues.found_in("请您报" + "啊" * (LONGEST_GAP - 1) + "一下") == frozenset()


def test_the_parts_of_a_phrase_must_stand_in_one_clause(cues: Cues) -> None:
    assert cues.found_in("请讲,看一下") == frozenset()


def test_a_phrase_with_a_gap_gives_way_to_its_head_alone_where_the_rest_is_missing() -> None:
    finder = PhraseFinder([("打了", "plain"), ("打了…次", "often")])
    assert [mark for *_, mark in finder.longest("打了三次")] == ["often"]
    assert [mark for *_, mark in finder.longest("打了电话")] == ["plain"]


def test_what_a_gap_covers_is_not_found_again() -> None:
    finder = PhraseFinder([("哪有…的", "gap"), ("这样", "inside")])
    assert [mark for *_, mark in finder.longest("哪有这样的,这样")] == ["gap", "inside"]


@pytest.mark.parametrize("phrases", [[], [("", 1)], [("…的", 1)]])
def test_a_phrase_begins_with_a_word(phrases: list[tuple[str, int]]) -> None:
    with pytest.raises(ValueError, match="begins"):
        PhraseFinder(phrases)


@given(st.lists(st.text("不好行吗", min_size=1, max_size=3), min_size=1), st.text("不好行吗,", max_size=30))
def test_longest_phrases_are_slices_in_order_without_overlap(words: list[str], text: str) -> None:
    found = list(PhraseFinder((w, w) for w in words).longest(text))
    assert all(text[start:end] == word for start, end, word in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@pytest.mark.parametrize(
    "damage",
    [
        ("[[cue]]", "[[cue"),
        ("start = [1, 0, 0, 0]", "start = [1, 0]"),
        ('words = "您好 你好"', "words = 3"),
        ("greeting = [0, 1, 0, 0]", ""),
    ],
)
def test_a_damaged_file_is_refused_in_one_line(damage: tuple[str, str]) -> None:
    with pytest.raises(TaxonomyError, match="提示语表无法读取"):
        Cues.parse(FILE.replace(*damage))


def test_every_phrase_of_the_shipped_file_stands_as_it_is_read() -> None:
    text = resource("phrases.toml")
    lines = [line for line in text.splitlines() if line and not line.startswith(("[", "#", '"', "name", "words"))]
    words = [word for line in lines if "=" not in line for word in line.split()]
    assert len(words) > 1000
    assert [w for w in words if GAP.join(read(part).text for part in w.split(GAP)) != w] == []


def test_the_shipped_file_weighs_every_phase() -> None:
    weights = Cues.parse(resource("phrases.toml")).phases
    assert {len(row) for row in weights.signs.values()} == {len(Phase)}


def test_a_phrase_is_found_at_the_end_of_a_text_that_breaks_off_within_a_longer_one() -> None:
    assert list(PhraseFinder([("真不错啊", 1), ("不错", 2)]).longest("真不错")) == [(1, 3, 2)]
