import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.encoder.packing import packed, unpacked, unpacked_rows


@given(st.lists(st.lists(st.floats(-50, 50), min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_matrix_is_read_as_it_was_to_a_254th_of_the_largest_of_its_row(rows: list[list[float]]) -> None:
    matrix = np.array(rows, dtype=np.float32)
    stored = packed({"m": matrix})
    assert stored["m"].dtype == np.int8
    most = np.abs(matrix).max(axis=1, keepdims=True)
    assert (np.abs(unpacked(stored, "m") - matrix) <= most / 253 + 1e-6).all()
    assert unpacked_rows(stored, "m", np.array([0])).tolist() == unpacked(stored, "m")[:1].tolist()


def test_a_vector_is_kept_as_it_is() -> None:
    vector = np.array([0.1, -2.5], dtype=np.float32)
    assert unpacked(packed({"v": vector}), "v").tolist() == vector.tolist()


def test_names_stand_in_one_order() -> None:
    one, other = np.ones((1, 2), dtype=np.float32), np.ones(2, dtype=np.float32)
    assert list(packed({"b": one, "a": other})) == list(packed({"a": other, "b": one})) == ["a", "b", "b:scale"]


def test_what_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        unpacked({}, "m")
