from tests.builders import NOW
from voc.domain.choices import SHIPPED, Choice
from voc.domain.rule_history import RuleSetAction, RuleSetEvent, rule_choices

PROMOTED, ROLLED_BACK = RuleSetAction


def event(action: RuleSetAction, set_id: Choice) -> RuleSetEvent:
    return RuleSetEvent(NOW, "u-1", action, set_id, "试用")


def test_a_set_is_in_use_until_it_is_rolled_back() -> None:
    line = [event(PROMOTED, "a"), event(PROMOTED, "b")]
    assert rule_choices(line) == (SHIPPED, "a", "b")
    assert rule_choices([*line, event(ROLLED_BACK, "a")]) == (SHIPPED, "a")
    assert rule_choices([*line, event(ROLLED_BACK, SHIPPED)]) == (SHIPPED,)


def test_what_was_done_has_a_name() -> None:
    assert [action.label for action in RuleSetAction] == ["启用", "退回"]
