import pytest

from voc.domain.expressions import asks_for_agent
from voc.nlp.rules import parse


@pytest.mark.parametrize(
    "expression",
    ["agent_id=A1", "闪退 AND NOT agent_team=一班", "CUSTOMER(闪退) BEFORE (a AND meta:工号=A1)", "agent_id=~甲"],
)
def test_what_goes_by_the_agent_is_told(expression: str) -> None:
    try:
        parsed = parse(expression)
    except Exception as error:
        raise AssertionError(expression) from error
    assert asks_for_agent(parsed)


@pytest.mark.parametrize("expression", ["闪退", "queue=手机银行 AND 闪退", "SCORE<0.5 OR object=转账"])
def test_what_anybody_may_ask_is_not(expression: str) -> None:
    assert not asks_for_agent(parse(expression))
