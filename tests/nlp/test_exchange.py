from itertools import combinations
from math import log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.contacts import call, comment
from voc.nlp.exchange import ALIKE, FEWEST_PAIRS, _restated, exchange_values
from voc.nlp.language import Language
from voc.nlp.signals import observe


def values(language: Language, *lines: str) -> dict[str, float]:
    return exchange_values(observe(call(*lines), language))


def test_a_customer_who_has_to_say_it_again_is_seen(language: Language) -> None:
    found = values(
        language, "客：我这张卡怎么转不了账呢", "座：年费是二百元", "客：我是说这张卡怎么转不了账", "座：好的"
    )
    assert found["restated"] == pytest.approx(log1p(1))
    assert found["restated_most"] > 0.7


def test_who_says_something_new_each_time_restates_nothing(language: Language) -> None:
    found = values(language, "客：我这张卡怎么转不了账呢", "座：限额到了", "客：那明天上午九点以后行不行", "座：行的")
    assert (found["restated"], found["restated_most"] < ALIKE) == (0.0, True)


def test_short_answers_tell_nothing_again(language: Language) -> None:
    assert len("好的好的") - 1 < FEWEST_PAIRS
    assert values(language, "客：好的好的", "座：还有吗", "客：好的好的")["restated_most"] == 0.0


def test_corrections_count_where_the_customer_makes_them_and_asking_again_where_the_agent_does(
    language: Language,
) -> None:
    theirs = values(
        language, "座：麻烦您再说一遍", "客：我问的是上个月的", "座：没听清您再说一遍", "客：我说的是上个月"
    )
    swapped = values(
        language, "客：麻烦您再说一遍", "座：我问的是上个月的", "客：没听清您再说一遍", "座：我说的是上个月"
    )
    assert (theirs["corrects"], theirs["asked_again"]) == (log1p(2), log1p(2))
    assert swapped["asked_again"] == 0.0


def test_shares_of_the_phases_are_of_all_utterances(language: Language) -> None:
    observed = observe(call("座：您好", "客：转账限额怎么改", "座：在手机银行里改", "客：好的再见"), language)
    found = exchange_values(observed)
    for phase in ("understanding", "answering"):
        assert found[f"in_{phase}"] == [str(p) for p in observed.phases].count(phase) / 4


def test_a_comment_alone_has_no_exchange(language: Language) -> None:
    assert set(exchange_values(observe(comment("闪退"), language)).values()) == {0.0}


def test_what_is_told_a_machine_and_then_a_person_is_no_repetition(language: Language) -> None:
    again = "客：我的信用卡账单短信一直收不到"
    robot = observe(call("系：请说出您要办理的业务", again, "座：您好请讲", again), language)
    person = observe(call("座：您好请讲", again, "座：您好请讲", again), language)
    assert exchange_values(robot)["restated"] == 0.0 < exchange_values(person)["restated"]


@given(st.lists(st.text("我的卡转不出去呢", min_size=3, max_size=14), max_size=12))
def test_each_utterance_is_compared_with_whatever_may_be_like_it(texts: list[str]) -> None:
    sets = [{text[i : i + 2] for i in range(len(text) - 1)} for text in texts]
    long = [own for own in sets if len(own) >= FEWEST_PAIRS]
    shares = [len(a & b) / min(len(a), len(b)) for a, b in combinations(long, 2)]
    assert _restated(texts) == (sum(share > ALIKE for share in shares), max(shares, default=0.0))


def test_utterances_that_share_nothing_are_not_compared() -> None:
    """Each with each would be two hundred million."""
    texts = ["".join(chr(0x3400 + 8 * n + k) for k in range(8)) for n in range(2_500)] * 8
    assert _restated(texts) == (2_500 * 28, 1.0)
