import pytest

from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    AtLeast,
    Both,
    Either,
    Except,
    InPhase,
    Near,
    Not,
    Order,
    Place,
    Regex,
    Repeated,
    SpokenBy,
    Word,
    one_word,
    printed,
)
from voc.domain.expressions.words import Phrase
from voc.domain.moments import Phase

A, B, C = map(one_word, "abc")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (Both((Either((A, B)), C)), "(a OR b) AND c"),
        (Either((Both((A, B)), C)), "a AND b OR c"),
        (Both((Both((A, B)), C)), "(a AND b) AND c"),
        (Not(Not(A)), "NOT NOT a"),
        (Not(Order(Place.BEFORE, A, B, 2, 5)), "NOT a BEFORE/5 b#2"),
        (Order(Place.AROUND, Not(A), B, None, 1), "(NOT a) AROUND/1 b"),
        (Near(Near(A, B, 1), C, 2), "a NEAR/1 b NEAR/2 c"),
        (Near(A, Near(B, C, 2), 1), "a NEAR/1 (b NEAR/2 c)"),
        (Except(Except(A, B), C), "(a UNLESS b) UNLESS c"),
        (Regex("a/b", r"\\/"), r"/a\/b/ EXCEPT /\\\//"),
        (one_word("ATM"), '"ATM"'),
        (one_word('a "b" \\'), '"a \\"b\\" \\\\"'),
        (AtLeast(1, (A, B)), "ANY(a, b)"),
        (AtLeast(None, (A, B)), "ALL(a, b)"),
        (AtLeast(2, (A, B, C)), "ATLEAST/2(a, b, c)"),
        (Repeated(2, None), "REPEAT/2"),
        (Repeated(3, A), "REPEAT/3(a)"),
        (SpokenBy(Speaker.AGENT, A), "AGENT(a)"),
        (InPhase(Phase.CLOSING, A), "PHASE/closing(a)"),
        (Phrase(((Word("往银", by_sound=True), Word("a.b", by_sound=True)),)), '~往银|~"a.b"'),
    ],
)
def test_brackets_stand_only_where_they_are_needed(expression: object, text: str) -> None:
    assert printed(expression) == text  # type: ignore[arg-type]


def test_what_is_no_expression_is_a_mistake_of_the_program() -> None:
    with pytest.raises(AssertionError):
        printed("a")  # type: ignore[arg-type]
