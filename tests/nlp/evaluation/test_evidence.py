from dataclasses import replace

import pytest

from tests.builders import attribution, conversation, evidence, survey
from tests.nlp.evaluation.cases import COMMENTS, SPOKEN, by_name, judged
from voc.domain.contact import Contact
from voc.domain.measures import Measure
from voc.nlp.evaluation.evidence import evidence_faults, evidence_statistics
from voc.nlp.evaluation.judged import Judged


def values(*cases: Judged) -> tuple[float, float]:
    found = evidence_statistics(cases)
    ours, whole = found[Measure.EVIDENCE_F1], found[Measure.EVIDENCE_F1_WHOLE_UTTERANCE]
    return ours.value(len(cases)), whole.value(len(cases))


def test_evidence_is_compared_in_characters_beside_whole_utterances() -> None:
    ours, whole = values(by_name("right"))
    # 跑网点 is marked and found; 太折腾 and the comma found only; 还要, 去网点 marked only; 只能 both.
    assert ours == pytest.approx(2 * 5 / (9 + 10))
    assert whole == pytest.approx(2 * 10 / (len(SPOKEN[2][1]) + len(SPOKEN[3][1]) + 10))


def test_evidence_of_causes_that_only_one_claims_is_not_compared() -> None:
    assert values(by_name("no moments")) == (0.0, 0.0)
    assert evidence_statistics([by_name("no moments")])[Measure.EVIDENCE_F1].n == 0
    assert evidence_statistics([by_name("both")])[Measure.EVIDENCE_F1].n == 2


def test_words_that_are_not_in_the_text_are_not_marked() -> None:
    assert values(by_name("of another trade"))[0] == 0.0


@pytest.mark.parametrize(
    ("text", "start", "faults"),
    [
        (COMMENTS[0:4], 0, 0),
        ("**转不", 0, 0),
        ("转账转不", 1, 1),
        ("转账转不出", 40, 1),
    ],
)
def test_a_span_must_be_the_slice_that_it_says_masks_aside(text: str, start: int, faults: int) -> None:
    claimed = attribution("product.stability", evidence=(evidence(text, -1, start),))
    assert evidence_faults([judged("both", attributions=(claimed,))]) == faults


def test_words_of_a_survey_that_names_the_call_are_compared_with_that_survey() -> None:
    others = (
        survey("S-2", conversation_id="C-1", comment="太慢了"),
        survey("S-3", conversation_id="C-1", comment="好"),
    )
    claimed = attribution("product.speed", evidence=(evidence("太慢", -1, 0, "S-2"),))
    one = judged("both", attributions=(claimed,))
    gold = replace(one.gold, evidence={claimed.cause: ((None, "太慢了"),)})
    ours, whole = values(replace(one, contact=Contact.of(conversation(), others), gold=gold))
    assert ours == pytest.approx(2 * 2 / 5)
    assert whole == 1.0
    wrong = attribution("product.speed", evidence=(evidence("好", -1, 0, "S-3"),))
    elsewhere = replace(judged("both", attributions=(wrong,)), contact=Contact.of(conversation(), others), gold=gold)
    assert values(elsewhere) == (0.0, 0.0)


@pytest.mark.parametrize(("survey_id", "faults"), [("S-2", 0), ("S-3", 1)])
def test_a_span_may_stand_in_another_survey_of_the_call(survey_id: str, faults: int) -> None:
    call = Contact.of(conversation(), (survey("S-2", conversation_id="C-1", comment="太慢了"),))
    claimed = attribution("product.speed", evidence=(evidence("太慢", -1, 0, survey_id),))
    one = replace(judged("both", attributions=(claimed,)), contact=call)
    assert evidence_faults([one]) == faults
