from hypothesis import given
from hypothesis import strategies as st

from voc.domain.upload import LONGEST_NAME, safe_name


def test_of_a_long_name_the_end_is_kept_which_tells_the_kind_of_file() -> None:
    name = safe_name("通" * 300 + ".jsonl")
    assert len(name) == LONGEST_NAME
    assert name.endswith(".jsonl")


@given(st.text())
def test_a_name_is_never_a_path_and_never_empty(given_name: str) -> None:
    name = safe_name(given_name)
    assert name
    assert name not in {".", ".."}
    assert not set(name) & set("/\\\r\n\0")
    assert safe_name(name) == name
