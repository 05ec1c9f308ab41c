import pytest

from voc.domain.expressions import Guard, Phrase, Word, one_word

NO_PHRASES = [
    ((), ()),
    (((),), ()),
    (((Word("a"),),), (3,)),
    (((Word("a"),), (Word("b"),)), ()),
    (((Word("a"),), (Word("b"),)), (61,)),
    (((Word("a"),), (Word("b"),)), (-1,)),
    (((Word("a"),),) * 21, (5,) * 20),
]


def test_a_phrase_of_one_word_has_no_gap() -> None:
    assert one_word("闪退") == Phrase(((Word("闪退"),),))


@pytest.mark.parametrize(("groups", "gaps"), NO_PHRASES)
def test_a_phrase_has_groups_and_a_gap_between_each_two(
    groups: tuple[tuple[Word, ...], ...], gaps: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"phrase|gap"):
        Phrase(groups, gaps)


def test_a_word_is_not_empty() -> None:
    with pytest.raises(ValueError, match="not empty"):
        Word("")


def test_every_guard_has_a_chinese_name_of_its_own() -> None:
    assert len({guard.label for guard in Guard}) == len(Guard)
