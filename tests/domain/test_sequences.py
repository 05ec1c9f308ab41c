import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.sequences import chunked


@given(st.lists(st.integers()), st.integers(1, 9))
def test_chunks_join_to_the_whole_and_only_the_last_is_shorter(values: list[int], size: int) -> None:
    chunks = list(chunked(iter(values), size))
    assert [value for chunk in chunks for value in chunk] == values
    assert all(len(chunk) == size for chunk in chunks[:-1])
    assert all(0 < len(chunk) <= size for chunk in chunks)


def test_no_more_is_taken_from_a_stream_than_the_chunk_needs() -> None:
    stream = iter(range(10))
    assert next(chunked(stream, 3)) == (0, 1, 2)
    assert next(stream) == 3


def test_nothing_has_no_chunks() -> None:
    with pytest.raises(StopIteration):
        next(chunked([], 3))
