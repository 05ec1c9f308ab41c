from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.rules.scenes import scene
from voc.domain.conversation import Speaker
from voc.domain.expressions import one_word
from voc.nlp.rules.compiling import Compiler
from voc.nlp.rules.leaves import PhraseLeaf
from voc.nlp.rules.matching import Hit, Run, Window, _within
from voc.nlp.rules.prefilter import Prefilter


def run(*lines: str) -> Run:
    leaves = [PhraseLeaf(one_word("闪退"))]
    own = scene(*lines)
    return Run(own, leaves, Prefilter(leaves).chances(own.passages))


CALL = ("客：闪退，又闪退", "座：闪退吗", "客：没有闪退")


def test_a_window_shows_one_speaker_or_some_ranges() -> None:
    own = run(*CALL)
    assert own.hits(0, Window()) == [Hit(0, 0, 2), Hit(0, 4, 6), Hit(1, 0, 2)]
    assert own.hits(0, Window(Speaker.AGENT)) == [Hit(1, 0, 2)]
    assert own.hits(0, Window(ranges={0: (3, 6)})) == [Hit(0, 4, 6)]
    assert own.hits(0, Window(guards=frozenset(), ranges={2: (0, 9)})) == [Hit(2, 2, 4)]


def test_a_window_within_another_shows_what_both_show() -> None:
    window = Window(Speaker.CUSTOMER).narrowed({0: (0, 5), 1: (0, 5), 2: (0, 5)}).narrowed({0: (4, 9), 2: (5, 9)})
    assert window == Window(Speaker.CUSTOMER, ranges={0: (4, 5)})
    assert window.holds(0, 4)
    assert not window.holds(0, 5)
    assert not window.holds(2, 4)
    assert list(run(*CALL).seen(window)) == [0]


def test_what_belongs_to_the_whole_contact_is_found_once() -> None:
    own, calls = run(*CALL), []

    def find() -> dict[int, tuple[int, int]]:
        calls.append(1)
        return {}

    assert own.once("x", find) is own.once("x", find)
    assert len(calls) == 1


def test_words_between_are_tokens_that_lie_wholly_between_and_are_no_marks() -> None:
    own = run("客：转账，一直 失败")
    assert own.words_between(0, 2, 6) == 1
    assert own.words_between(0, 0, 8) == 3
    assert own.words_between(0, 1, 4) == 0


def test_each_different_phrase_has_one_number() -> None:
    compiler = Compiler()
    for word in ("a", "b", "a"):
        compiler.compile(one_word(word))
    assert len(compiler.leaves) == 2


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20)), unique=True, max_size=30),
    st.dictionaries(st.integers(0, 3), st.tuples(st.integers(0, 110), st.integers(0, 110)), max_size=4),
)
def test_only_chances_that_can_begin_in_a_range_are_looked_at(
    begun: list[tuple[int, int]], ranges: dict[int, tuple[int, int]]
) -> None:
    chances = [(number, (5 * n, 5 * n + 4)) for number, n in sorted(begun)]
    found = list(_within(chances, ranges))
    reached = [
        (number, (start, end))
        for number, (start, end) in chances
        if number in ranges and start < ranges[number][1] and end > ranges[number][0]
    ]
    assert [place for place in found if place in reached] == reached
    assert list(_within(chances, None)) == chances


def test_one_clause_of_a_long_text_is_not_searched_among_all_the_others() -> None:
    chances = [(0, (10 * n, 10 * n + 9)) for n in range(5000)]
    assert list(_within(chances, {0: (20_000, 20_009)})) == [(0, (20_000, 20_009))]
