from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from voc.domain.expressions import Comparison, UtteranceCount
from voc.nlp.rules.bounds import possible

counts = st.builds(UtteranceCount, st.sampled_from(Comparison), st.integers(0, 6))


@given(st.lists(counts, min_size=1, max_size=4))
def test_bounds_are_called_possible_where_a_number_can_be_found(conditions: Sequence[UtteranceCount]) -> None:
    found = any(all(c.comparison.holds(number, c.count) for c in conditions) for number in range(12))
    assert possible(conditions) is found
