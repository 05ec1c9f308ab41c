from typing import Any

import pytest

from tests.nlp.contacts import call, comment
from tests.nlp.training.labels import read
from voc.nlp.classifier import UNTAUGHT
from voc.nlp.language import Language
from voc.nlp.subjects import subject_of
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


def told(one: Labelled, language: Language, *rows: Labelled) -> str | None:
    ranker = fit_subjects(rows, language.objects)
    start = one.observed.passages[3].text.index("跑网点")
    return subject_of(one.observed, "rule.channel", [(3, start, start + 3)], objects=language.objects, ranker=ranker)


def test_what_readers_named_is_learned(language: Language) -> None:
    one = labelled(language)
    assert told(one, language) == "网点"
    assert told(one, language, *[one] * FEWEST_CLAIMS) == "信用卡年费"


def test_too_few_claims_teach_nothing(language: Language) -> None:
    rows = [labelled(language)] * (FEWEST_CLAIMS - 1)
    assert fit_subjects(rows, language.objects) == UNTAUGHT
    assert fit_subjects([*rows, rows[0]], language.objects) != UNTAUGHT


@pytest.mark.parametrize(
    "columns", [{"named": None}, {"named": "理财赎回"}, {"words": "没有说过的话"}], ids=["none", "unnamed", "unmarked"]
)
def test_claims_that_cannot_be_followed_are_left_out(language: Language, columns: dict[str, Any]) -> None:
    rows = [labelled(language, **columns)] * FEWEST_CLAIMS
    assert fit_subjects(rows, language.objects) == UNTAUGHT


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
    assert fit_subjects(rows, language.objects).weights["clause"] > 0
