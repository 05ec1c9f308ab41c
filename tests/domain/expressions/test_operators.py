from collections.abc import Callable

import pytest
from hypothesis import given

from tests.domain.expressions.strategies import EXPRESSIONS
from voc.domain.expressions import (
    AtLeast,
    Both,
    Edge,
    Either,
    Expression,
    Measure,
    Order,
    Place,
    Regardless,
    Repeated,
    Side,
    one_word,
    parts_of,
    with_parts,
)

A, B = one_word("a"), one_word("b")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Both((A,)),
        lambda: Either(()),
        lambda: AtLeast(1, ()),
        lambda: AtLeast(0, (A,)),
        lambda: Order(Place.AROUND, A, B),
        lambda: Order(Place.BEFORE, A, B, nth=0),
        lambda: Edge(Side.FIRST, 0, Measure.PERCENT, A),
        lambda: Edge(Side.FIRST, 1.5, Measure.UTTERANCES, A),
        lambda: Regardless(frozenset(), A),
        lambda: Repeated(1, A),
    ],
)
def test_an_operator_that_says_nothing_cannot_be_made(make: Callable[[], Expression]) -> None:
    with pytest.raises(ValueError, match="an operator needs"):
        make()


@given(EXPRESSIONS)
def test_an_expression_is_the_same_with_its_own_parts(expression: Expression) -> None:
    assert with_parts(expression, parts_of(expression)) == expression


@given(EXPRESSIONS)
def test_every_part_can_be_exchanged(expression: Expression) -> None:
    parts = parts_of(expression)
    other = [one_word(f"part {n}") for n in range(len(parts))]
    assert parts_of(with_parts(expression, other)) == tuple(other)
