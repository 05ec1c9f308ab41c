from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW
from voc.domain.ids import RANDOM_BYTES, new_id

CHANCE = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


@given(CHANCE, CHANCE, st.integers(1, 10**9))
def test_ids_sort_by_time_whatever_chance_says(first: bytes, second: bytes, milliseconds: int) -> None:
    later = NOW + timedelta(milliseconds=milliseconds)
    assert new_id(NOW, first) < new_id(later, second)


@given(CHANCE, CHANCE)
def test_ids_of_one_moment_differ_by_chance(first: bytes, second: bytes) -> None:
    one, other = new_id(NOW, first), new_id(NOW, second)
    assert (one == other) is (first == second)
    assert len(one) == len(other) == 26
    assert one.isalnum()


def test_an_id_without_enough_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        new_id(NOW, b"short")
