from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW
from voc.domain.choices import SHIPPED
from voc.domain.evaluation import Difference
from voc.domain.measures import Measure
from voc.domain.model_history import Gate, ModelAction, ModelEvent, added_at, choices, left

ADDED, PROMOTED, ROLLED_BACK = ModelAction


def event(action: ModelAction, model_id: str, *, shipped: bool = False, hours: int = 0) -> ModelEvent:
    return ModelEvent(NOW + timedelta(hours=hours), "tester", action, model_id, shipped)


def test_at_first_the_shipped_model_is_in_use() -> None:
    assert choices(()) == choices((event(ADDED, "a"),)) == (SHIPPED,)


def test_a_promotion_comes_after_the_one_before() -> None:
    assert choices((event(PROMOTED, "a"), event(PROMOTED, "b"))) == (SHIPPED, "a", "b")


def test_a_rollback_takes_the_last_promotion_away() -> None:
    events = (event(PROMOTED, "a"), event(PROMOTED, "b"), event(ROLLED_BACK, "a"))
    assert choices(events) == (SHIPPED, "a")
    assert choices((*events, event(ROLLED_BACK, "x", shipped=True))) == (SHIPPED,)


def test_a_rollback_may_pass_over_models() -> None:
    events = (event(PROMOTED, "a"), event(PROMOTED, "b"), event(PROMOTED, "c"), event(ROLLED_BACK, "a"))
    assert choices(events) == (SHIPPED, "a")


def test_a_model_may_be_promoted_again() -> None:
    events = (event(PROMOTED, "a"), event(PROMOTED, "b"), event(PROMOTED, "a"), event(ROLLED_BACK, "b"))
    assert choices(events) == (SHIPPED, "a", "b")


def test_the_shipped_model_can_be_promoted_whatever_its_id_is() -> None:
    assert choices((event(PROMOTED, "a"), event(PROMOTED, "s1", shipped=True))) == (SHIPPED, "a", SHIPPED)


def test_a_rollback_to_what_is_not_known_still_says_what_is_in_use() -> None:
    assert choices((event(ROLLED_BACK, "lost"),)) == ("lost",)


def test_a_model_was_given_up_by_the_rollback_that_led_away_from_it_or_past_it() -> None:
    back = event(ROLLED_BACK, "a", hours=3)
    events = (event(PROMOTED, "a"), event(PROMOTED, "b"), event(PROMOTED, "c"), back)
    assert left(events, "b") == left(events, "c") == (back,)
    assert left(events, "a") == left(events, SHIPPED) == left(events, "none") == ()
    home = event(ROLLED_BACK, "s1", shipped=True, hours=4)
    assert left((*events, home), "a") == (home,)
    lost = event(ROLLED_BACK, "lost", hours=5)
    assert left((event(PROMOTED, "a"), lost), "a") == (lost,)
    assert left((event(PROMOTED, "a"), lost), "lost") == ()


@given(st.lists(st.builds(event, st.sampled_from(ModelAction), st.sampled_from("abc"), shipped=st.booleans())))
def test_there_is_always_a_model_in_use(events: list[ModelEvent]) -> None:
    line = choices(events)
    assert line
    deciding = [e for e in events if e.action is not ADDED]
    assert line[-1] == (deciding[-1].choice if deciding else SHIPPED)


def test_a_model_came_in_when_it_was_last_added() -> None:
    events = (event(ADDED, "a"), event(ADDED, "b", hours=1), event(ADDED, "a", hours=2), event(PROMOTED, "c"))
    assert added_at(events, "a") == NOW + timedelta(hours=2)
    assert added_at(events, "c") is None


@pytest.mark.parametrize("action", ModelAction)
def test_what_was_done_has_a_name(action: ModelAction) -> None:
    assert action.label


def gate(*gaps: float, incomparable: str | None = None) -> Gate:
    differences = tuple(Difference(Measure.MACRO_F1, 0.8 + gap, 0.8, (0.0, 0.0), 0.5) for gap in gaps)
    return Gate({"a.jsonl": "11"}, 40, 0.005, differences, incomparable)


def test_a_gate_is_passed_when_nothing_is_worse() -> None:
    assert gate(0.1, -0.004).passed
    assert not gate(0.1, -0.01).passed
    assert [d.gap for d in gate(0.1, -0.01).worse] == [-0.01]


def test_what_cannot_be_compared_does_not_pass() -> None:
    assert not gate(incomparable="缺少文件").passed
