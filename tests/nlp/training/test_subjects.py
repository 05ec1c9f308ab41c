from collections.abc import Sequence
from typing import Any

import pytest

from tests.nlp.contacts import call, comment
from tests.nlp.training.labels import read, vocabulary_of
from voc.nlp.classifier import UNTAUGHT, Logistic
from voc.nlp.language import Language
from voc.nlp.subjects import subject_of, topics_of
from voc.nlp.topics import NO_TOPICS, Topics
from voc.nlp.training import Labelled
from voc.nlp.training.subjects import FEWEST_CLAIMS, fit_subjects

LINES = (
    "座：您好，请问有什么可以帮您",
    "客：我的信用卡年费怎么又扣了",
    "座：信用卡年费可以到网点或者柜台申请退",
    "客：为这点钱还要跑网点",
)


def labelled(language: Language, *, named: str | None = "信用卡年费", words: str = "还要跑网点") -> Labelled:
    """A call whose claim is about what it opened with, though the words of the claim name the branch."""
    gold: dict[str, Any] = {
        "dissatisfied": True,
        "causes": ["rule"],
        "primary": "rule",
        "factors": ["rule.channel"],
        "evidence": {"rule": [[3, words]]},
        "claims": [{"factor": "rule.channel", "business_object": named}],
    }
    return read(call(*LINES), gold, language)


def fitted(rows: Sequence[Labelled], language: Language) -> tuple[Logistic, Topics]:
    return fit_subjects(rows, language.objects, vocabulary_of(rows))


def told(one: Labelled, language: Language, *rows: Labelled) -> str | None:
    ranker, topics = fitted(rows, language)
    start = one.observed.passages[3].text.index("跑网点")
    words = [(3, start, start + 3)]
    told = topics_of(one.observed, topics)
    return subject_of(one.observed, "rule.channel", words, objects=language.objects, ranker=ranker, topics=told)


def test_what_readers_named_is_learned(language: Language) -> None:
    one = labelled(language)
    assert told(one, language) == "网点"
    assert told(one, language, *[one] * FEWEST_CLAIMS) == "信用卡年费"


def test_too_few_claims_teach_nothing(language: Language) -> None:
    rows = [labelled(language)] * (FEWEST_CLAIMS - 1)
    assert fitted(rows, language) == (UNTAUGHT, NO_TOPICS)
    ranker, topics = fitted([*rows, rows[0]], language)
    assert ranker != UNTAUGHT
    assert topics != NO_TOPICS


@pytest.mark.parametrize("columns", [{"named": None}, {"words": "没有说过的话"}], ids=["none", "unmarked"])
def test_claims_that_cannot_be_followed_are_left_out(language: Language, columns: dict[str, Any]) -> None:
    rows = [labelled(language, **columns)] * FEWEST_CLAIMS
    assert fitted(rows, language) == (UNTAUGHT, NO_TOPICS)


def test_claims_of_a_comment_are_followed_to_the_comment(language: Language) -> None:
    gold = {
        "dissatisfied": True,
        "causes": ["rule"],
        "primary": "rule",
        "factors": ["rule.fee"],
        "evidence": {"rule": [[None, "年费太贵"]]},
        "claims": [{"factor": "rule.fee", "business_object": "信用卡年费"}],
    }
    rows = [read(comment("信用卡年费太贵，柜台也不管"), gold, language)] * FEWEST_CLAIMS
    assert fitted(rows, language)[0].weights["clause"] > 0


def test_an_object_that_nobody_names_is_learned_from_the_words_around_it(language: Language) -> None:
    """The banknotes are gone: a reader knows what that is called, whatever else is named."""
    lines = ("客：我存了五张它只吐回来三张，屏幕上说去网点", "座：钞票卡在里面了，我登记一下")
    gold = {
        "dissatisfied": True,
        "causes": ["product"],
        "factors": ["product.channel"],
        "evidence": {"product": [[0, "我存了五张它只吐回来三张"]]},
        "claims": [{"factor": "product.channel", "business_object": "ATM吞钱"}],
    }
    one, other = read(call(*lines), gold, language), labelled(language)
    ranker, topics = fitted([one, other] * FEWEST_CLAIMS, language)
    (first, *_) = topics_of(one.observed, topics)
    assert first == "ATM吞钱"
    words = [(0, 0, 4)]
    for told_of, name in ((topics_of(one.observed, topics), "ATM吞钱"), ({}, "网点")):
        found = subject_of(
            one.observed, "product.channel", words, objects=language.objects, ranker=ranker, topics=told_of
        )
        assert found == name
