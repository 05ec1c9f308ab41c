import pytest

from tests.nlp.contacts import call, each, flat, told
from voc.domain.moments import TurnedBy
from voc.nlp.classifier import DISSATISFIED, VALENCE, Answers
from voc.nlp.heard import Heard
from voc.nlp.language import Language
from voc.nlp.signals import Observed, observe
from voc.nlp.turning import LOOK_BACK, STRONGEST, turning_values
from voc.nlp.whole_call import turn_label

RECITAL = "座：这个需要您本人带身份证到网点柜台办理"


def read(language: Language, *lines: str) -> Observed:
    return observe(call(*lines), language)


def seen(observed: Observed, peak: int) -> dict[str, float]:
    return turning_values(observed, Heard(), peak)


def test_what_came_before_is_named_by_how_far_back_and_who_spoke(language: Language) -> None:
    values = seen(read(language, "座：让您久等了", "客：手机银行闪退", RECITAL, "客：客服态度太差了"), 3)
    assert set(values.values()) == {1.0}
    assert values.keys() >= {"at complaint:person", "complaint:person.attitude"}
    assert values.keys() >= {"near agent:recites", "near recital:rule", "recital:rule.channel"}
    assert values.keys() >= {"before customer:faults", "before fault:product", "before agent:holds"}
    assert not {name for name in values if name.startswith("near customer")}


def test_what_the_whole_call_says_of_each_turn_counts(language: Language) -> None:
    observed = read(language, "客：闪退", "客：还是闪退")
    labels = {turn_label(turn): n for n, turn in enumerate(TurnedBy)}
    whole = Answers(labels, [STRONGEST * n / len(labels) for n in range(len(labels))], [], [])
    found = turning_values(observed, Heard(each(observed, language, {}), whole), 1)
    assert {name: value for name, value in found.items() if name.startswith("call:")} == {
        f"call:{turn}": n / len(labels) for n, turn in enumerate(TurnedBy)
    }
    assert not [name for name in seen(observed, 1) if name.startswith("call:")]


def test_only_a_few_utterances_before_count(language: Language) -> None:
    observed = read(language, RECITAL, *["客：嗯"] * LOOK_BACK, "客：嗯")
    assert "before recital:rule" in seen(observed, LOOK_BACK)
    assert "before recital:rule" not in seen(observed, LOOK_BACK + 1)
    assert seen(observed, 0).keys() >= {"at recital:rule", "at agent:recites"}


def test_a_phone_menu_counts_among_those_who_are_not_the_customer(language: Language) -> None:
    values = seen(read(language, "系：当前坐席忙，请稍等", "客：唉"), 1)
    assert {name for name in values if name.startswith("near agent:")}


def test_what_the_model_hears_counts_there_and_the_most_of_it_before(language: Language) -> None:
    observed = read(language, "客：那个弹窗", "座：嗯", "客：还有一个", "客：就是这样")
    heard = each(observed, language, {0: {"product": 2.0}, 2: {"product": -1.0}, 3: {"product": 9.0}})
    values = turning_values(observed, heard, 3)
    assert values["heard:product"] == 1.0
    assert values["heard before:product"] == 2.0 / STRONGEST


def test_what_others_say_counts_as_told(language: Language) -> None:
    observed = read(language, "座：这是规定", "座：没有办法", "客：行吧")
    heard = Heard(each(observed, language, {2: {}}) | told(observed, {0: {"rule": 3.0}, 1: {"rule": 1.0}}))
    values = turning_values(observed, heard, 2)
    assert values["told:rule"] == pytest.approx(3.0 / STRONGEST)
    assert values["heard:rule"] == 0.0


def test_how_it_feels_does_not_say_what_brought_it_about(language: Language) -> None:
    observed = read(language, "客：就是这样")
    values = turning_values(observed, flat(observed, language), 0)
    assert not {f"heard:{label}" for label in (DISSATISFIED, VALENCE)} & values.keys()
