from pathlib import Path

import pytest

from tests.inputs import FAULT, MANNER, PRAISE, answer, call, write
from tests.services.stores import SHANGHAI
from voc.domain.business_object import BusinessObjectTable
from voc.domain.contact import Contact
from voc.domain.measures import Measure
from voc.domain.seen_texts import SeenTexts
from voc.domain.survey import SurveyResponse
from voc.engines.local import OneByOne
from voc.errors import InputError
from voc.services.evaluating import evaluate, evaluate_in_full

GOLD = {
    "S-1": {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": ["product.stability"]},
    "S-2": {"dissatisfied": True, "causes": ["person"], "primary": "person", "factors": ["person.attitude"]},
    "S-3": {"dissatisfied": False, "causes": []},
}
SAID = {"S-1": FAULT, "S-2": MANNER, "S-3": PRAISE}


def test_each_file_has_its_measures(one_by_one: OneByOne, tmp_path: Path) -> None:
    right = write(tmp_path / "right.jsonl", *(answer(id, SAID[id], gold=GOLD[id]) for id in GOLD))
    wrong = write(tmp_path / "wrong.jsonl", answer("S-9", PRAISE, gold=GOLD["S-1"]), answer("S-8"))
    steps: list[tuple[int, int | None]] = []
    measured = evaluate(
        [right, wrong], engine=one_by_one, zone=SHANGHAI, progress=lambda done, total: steps.append((done, total))
    )
    assert list(measured) == [str(right), str(wrong)]
    assert (measured[str(right)]["n"], measured[str(right)]["dissatisfied_f1"]) == (3, 1.0)
    assert (measured[str(wrong)]["n"], measured[str(wrong)]["dissatisfied_f1"]) == (1, 0.0)
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_file_without_labels_is_refused(one_by_one: OneByOne, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.jsonl 里没有标注"):
        evaluate([write(tmp_path / "a.jsonl", answer("S-1"))], engine=one_by_one, zone=SHANGHAI)


def test_a_survey_belongs_to_its_call_in_another_file(one_by_one: OneByOne, tmp_path: Path) -> None:
    spoken = call("C-1", "座：您好", "客：我想问一下余额", "座：一千元", "客：好的谢谢", gold=GOLD["S-1"])
    asked = answer("S-1", FAULT, conversation_id="C-1", score=1, scale=[1, 5])
    calls, surveys = write(tmp_path / "c.jsonl", spoken), write(tmp_path / "s.jsonl", asked)
    measured = evaluate([calls, surveys], engine=one_by_one, zone=SHANGHAI)
    assert list(measured) == [str(calls)]
    assert measured[str(calls)]["dissatisfied_f1"] == 1.0


def test_everything_is_measured_of_each_file(
    one_by_one: OneByOne, tmp_path: Path, business_objects: BusinessObjectTable
) -> None:
    right = write(tmp_path / "right.jsonl", *(answer(id, SAID[id], gold=GOLD[id]) for id in GOLD))
    measured = evaluate_in_full([right], engine=one_by_one, zone=SHANGHAI, objects=business_objects)
    measures, evaluation = measured[str(right)]
    assert measures == evaluate([right], engine=one_by_one, zone=SHANGHAI)[str(right)]
    assert (evaluation.records, evaluation.calls) == (3, 0)
    assert evaluation.figures[Measure.DISSATISFIED_F1].value == measures["dissatisfied_f1"]


def test_records_that_the_model_has_seen_are_counted_by_file(
    one_by_one: OneByOne, tmp_path: Path, business_objects: BusinessObjectTable
) -> None:
    one = write(tmp_path / "one.jsonl", *(answer(id, SAID[id], gold=GOLD[id]) for id in GOLD))
    other = write(tmp_path / "other.jsonl", answer("S-9", "从来没有人写过的话", gold=GOLD["S-1"]))
    seen = SeenTexts.of([Contact(None, (SurveyResponse("X", comment=text),)) for text in (FAULT, PRAISE)])
    for texts, counts in ((seen, [2, 0]), (None, [None, None])):
        measured = evaluate_in_full(
            [one, other], engine=one_by_one, zone=SHANGHAI, objects=business_objects, texts=texts
        )
        assert [evaluation.seen_in_training for _, evaluation in measured.values()] == counts
