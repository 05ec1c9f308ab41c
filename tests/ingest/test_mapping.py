import pytest

from voc.domain.conversation import Speaker
from voc.errors import InputError
from voc.ingest.mapping import ColumnMapping, TimeUnit


def test_without_arguments_it_changes_nothing() -> None:
    assert ColumnMapping().named({"id": 1, "店": 2}) == ({"id": 1}, {"店": 2})


def test_the_mapped_key_wins_over_one_that_bears_our_name() -> None:
    mapping = ColumnMapping(columns={"callId": "id"})
    assert mapping.named({"id": 7, "callId": "C-1"}) == ({"id": "C-1"}, {"id": 7})
    assert mapping.named({"id": 7}) == ({"id": 7}, {})


def test_two_keys_called_the_same_are_refused() -> None:
    with pytest.raises(InputError, match="映射后有两个字段都叫 score"):
        ColumnMapping(columns={"a": "score", "b": "score"}).named({"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("given_as", "meant"), [("是", 1), (True, 2), (3, 3), (3.0, 3), (" 3 ", 3), ("4", "4"), (None, None), (2.5, 2.5)]
)
def test_values_are_looked_up_as_they_would_be_written(given_as: object, meant: object) -> None:
    mapping = ColumnMapping(values={"invited": {"是": 1, "true": 2, "3": 3}})
    assert mapping.translated("invited", given_as) == meant
    assert mapping.translated("score", given_as) is given_as


def test_values_may_be_speakers() -> None:
    mapping = ColumnMapping(values={"speaker": {"1": Speaker.AGENT}})
    assert mapping.translated("speaker", 1) is Speaker.AGENT


def test_units_of_time() -> None:
    assert [unit.in_ms for unit in TimeUnit] == [1, 1000]
