from typing import Any

import pytest

from tests.builders import conversation, survey, utterance
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.nlp.contradictory import contradiction
from voc.nlp.gold import Gold

COMMENT = Contact(None, (survey("S-1", comment="转账转不出去，客服也不理人"),))
CALL = Contact.of(conversation(utterance("您好"), utterance("转不出去"), id="C-1"), (survey("S-2", comment="太慢"),))
CONTENT: dict[str, Any] = {"dissatisfied": False, "causes": []}
PRODUCT: dict[str, Any] = {
    "dissatisfied": True,
    "causes": ["product"],
    "primary": "product",
    "factors": ["product.stability"],
}


def found(gold: dict[str, Any], contact: Contact | None = COMMENT) -> str | None:
    return contradiction(Gold.parse(gold), contact)


@pytest.mark.parametrize(
    "gold",
    [
        PRODUCT,
        PRODUCT | {"evidence": {"product": [[None, "转不出去"], [None, "转账"]]}},
        PRODUCT | {"primary": None, "factors": []},
        PRODUCT | {"factors": ["product.delivery"]},
        PRODUCT | {"claims": [{"factor": "product.stability", "business_object": "没有见过的"}]},
        PRODUCT | {"low_turns": [], "high_turns": None, "phases": [], "valences": []},
        {"dissatisfied": True, "causes": []},
        {"dissatisfied": False, "causes": [], "evidence": {}},
    ],
)
def test_labels_that_go_together_are_none(gold: dict[str, Any]) -> None:
    assert found(gold) is None


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"dissatisfied": False}, "dissatisfied 是 false，却有 causes"),
        ({"dissatisfied": False, "causes": [], "factors": []}, "primary product 不在 causes 里"),
        ({"primary": "rule"}, "primary rule 不在 causes 里"),
        (
            {"factors": ["product.stability", "person.attitude"]},
            "factors 里的 person.attitude 属于 person，它不在 causes 里",
        ),
        ({"claims": [{"factor": "rule.fee"}]}, "claims 里的 rule.fee 属于 rule，它不在 causes 里"),
    ],
)
def test_labels_that_contradict_each_other_are_told_with_or_without_the_text(columns: dict[str, Any], why: str) -> None:
    assert found(PRODUCT | columns) == found(PRODUCT | columns, None) == why


@pytest.mark.parametrize(
    ("contact", "span", "why"),
    [
        (COMMENT, [None, "闪退"], "evidence 里 product 的证据不是留言里的原文"),
        (COMMENT, [None, ""], "evidence 里 product 的证据不是留言里的原文"),
        (COMMENT, [0, "转账"], "evidence 里 product 的证据在第 0 句话（从 0 数）里，而这条记录没有它"),
        (CALL, [0, "转不出去"], "evidence 里 product 的证据不是第 0 句话（从 0 数）里的原文"),
        (CALL, [2, "转不出去"], "evidence 里 product 的证据在第 2 句话（从 0 数）里，而这条记录没有它"),
        (CALL, [-1, "转不出去"], "evidence 里 product 的证据在第 -1 句话（从 0 数）里，而这条记录没有它"),
        (CALL, [None, "转不出去"], "evidence 里 product 的证据不是留言里的原文"),
    ],
)
def test_marked_words_must_stand_where_they_are_said_to_and_are_never_quoted(
    contact: Contact, span: list[Any], why: str
) -> None:
    gold = PRODUCT | {"evidence": {"product": [span]}}
    assert found(gold, contact) == why
    assert found(gold, None) is None


def test_marked_words_of_a_call_stand_in_an_utterance_or_in_any_comment_on_it() -> None:
    assert found(PRODUCT | {"evidence": {"product": [[1, "转不出去"], [None, "太慢"]]}}, CALL) is None


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"low_turns": [1, 9]}, "low_turns 里有第 9 句话（从 0 数），而这条记录没有它"),
        ({"high_turns_either": [-1]}, "high_turns_either 里有第 -1 句话（从 0 数），而这条记录没有它"),
        ({"low_turns": [0]}, "low_turns 里的第 0 句话（从 0 数）不是客户说的"),
        ({"phases": ["greeting"]}, "phases 有 1 个，而话语有 2 句"),
        ({"phases": ["greeting", "closing", "closing"]}, "phases 有 3 个，而话语有 2 句"),
        ({"valences": [-1]}, "valences 有 1 个，而话语有 2 句"),
        ({"valences": [None, 0, 1]}, "valences 有 3 个，而话语有 2 句"),
        ({"valences": [0.5, -1]}, "valences 里的第 0 句话（从 0 数）不是客户说的，却有情绪"),
    ],
)
def test_what_is_said_of_utterances_must_fit_those_that_there_are(columns: dict[str, Any], why: str) -> None:
    spoken = Contact.of(conversation(utterance("您好", Speaker.AGENT), utterance("转不出去"), id="C-1"))
    assert found(PRODUCT | columns, spoken) == found(CONTENT | columns, spoken) == why
    assert found(PRODUCT | columns, None) is None


def test_labels_of_utterances_that_fit_are_none() -> None:
    spoken = Contact.of(conversation(utterance("您好", Speaker.AGENT), utterance("转不出去"), id="C-1"))
    columns = {"low_turns": [1], "high_turns": [], "low_turns_either": [1], "phases": ["greeting", "understanding"]}
    assert found(PRODUCT | columns | {"valences": [None, -0.5]}, spoken) is None
    assert found(CONTENT | {"valences": [None, None]}, spoken) is None


def test_turns_of_a_record_that_is_no_call_are_none_of_its() -> None:
    assert found(PRODUCT | {"low_turns": [0]}) == "low_turns 里有第 0 句话（从 0 数），而这条记录没有它"
