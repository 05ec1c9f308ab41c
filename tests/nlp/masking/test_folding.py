"""Folding keeps every offset."""

from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.masking.folding import fold


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_in_plain_text(text: str) -> None:
    plain = "".join(c for c in text if c.isascii())
    assert fold(plain) == plain


def test_full_width_circled_and_mathematical_forms_become_plain() -> None:
    assert fold("１３８＠①𝟗") == "138@19"
    assert fold("１３８") == "138"


def test_an_unclear_one_is_a_digit_only_before_digits() -> None:
    assert fold("么三八，什么三，怎么一直") == "幺三八，什么三，怎么一直"
