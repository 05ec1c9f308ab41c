from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.evaluation import f1


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert f1([(False, False)]) == f1([]) == 1.0
    assert f1([(False, True)]) == 0.0


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_f1_is_the_same_both_ways_round(pairs: list[tuple[bool, bool]]) -> None:
    assert f1(pairs) == f1([(b, a) for a, b in pairs])
    assert 0.0 <= f1(pairs) <= 1.0
