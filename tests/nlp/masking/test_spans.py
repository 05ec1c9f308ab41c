"""Kinds and covering."""

from voc.nlp.masking import PersonalKind
from voc.nlp.masking.spans import PersonalSpan, covered, without_overlaps


def test_every_kind_has_a_chinese_label() -> None:
    assert len({kind.label for kind in PersonalKind}) == len(PersonalKind)


def test_of_two_that_overlap_the_first_given_stays() -> None:
    first, second = PersonalSpan(PersonalKind.NAME, 2, 5), PersonalSpan(PersonalKind.MOBILE, 4, 9)
    assert without_overlaps([first, second]) == (first,)
    assert without_overlaps([second, first]) == (second,)
    assert covered("0123456789", [first]) == "01***56789"
