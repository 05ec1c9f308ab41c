from hypothesis import given
from hypothesis import strategies as st

from voc.domain.ids import LENGTH, RANDOM_BYTES, encoded

CHANCE = st.integers(0, (1 << 8 * RANDOM_BYTES) - 1)
MILLISECONDS = st.integers(0, 10**13)


@given(MILLISECONDS, CHANCE, CHANCE, st.integers(1, 10**9))
def test_ids_sort_by_time_whatever_chance_says(at: int, first: int, second: int, milliseconds: int) -> None:
    assert encoded(at, first) < encoded(at + milliseconds, second)


@given(MILLISECONDS, CHANCE, CHANCE)
def test_ids_of_one_moment_differ_by_chance(at: int, first: int, second: int) -> None:
    one, other = encoded(at, first), encoded(at, second)
    assert (one == other) is (first == second)
    assert len(one) == len(other) == LENGTH
    assert one.isalnum()
    assert one == one.lower()
