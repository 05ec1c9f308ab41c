from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.expressions import Comparison, UtteranceCount
from voc.nlp.rules import parse
from voc.nlp.rules.bounds import always, possible

counts = st.builds(UtteranceCount, st.sampled_from(Comparison), st.integers(0, 6))


@given(st.lists(counts, min_size=1, max_size=4))
def test_bounds_are_called_possible_where_a_number_can_be_found(conditions: Sequence[UtteranceCount]) -> None:
    found = any(all(c.comparison.holds(number, c.count) for c in conditions) for number in range(12))
    assert possible(conditions) is found


@pytest.mark.parametrize(
    ("texts", "every"),
    [
        (["UTTERANCES>=0"], True),
        (["UTTERANCES>0"], False),
        (["UTTERANCES<5", "UTTERANCES>4"], True),
        (["UTTERANCES<5", "UTTERANCES>5"], False),
        (["SCORE<=1"], True),
        (["SCORE<0.5", "SCORE>0.5"], False),
        (["VALENCE>=-1"], True),
        (["SILENCE>0s"], False),
    ],
)
def test_conditions_that_every_number_satisfies_are_told(texts: list[str], every: bool) -> None:
    assert always([parse(text) for text in texts]) is every  # type: ignore[misc]
