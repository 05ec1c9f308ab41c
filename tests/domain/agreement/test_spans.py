from tests.builders import evidence
from voc.domain.agreement.spans import characters, overlap


def test_words_marked_twice_overlap_by_their_characters() -> None:
    first, second = characters([evidence("转不出去", 1, 2)]), characters([evidence("不出", 1, 3)])
    assert overlap(first, second) == overlap(second, first) == 2 * 2 / 6
    assert overlap(first, first) == 1.0


def test_other_utterances_and_other_surveys_do_not_overlap() -> None:
    first = characters([evidence("太慢", -1, 0)])
    assert overlap(first, characters([evidence("太慢", -1, 0, "S-2")])) == 0.0
    assert overlap(first, characters([evidence("太慢", 1, 0)])) == 0.0


def test_nothing_marked_tells_nothing() -> None:
    assert overlap(frozenset(), frozenset()) is None
    assert overlap(characters([evidence()]), frozenset()) == 0.0
