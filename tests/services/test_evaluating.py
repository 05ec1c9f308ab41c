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
    wrong = write(
        tmp_path / "wrong.jsonl",
        answer("S-9", PRAISE, gold=GOLD["S-1"]),
        answer("S-7", gold=GOLD["S-3"]),
        answer("S-8"),
    )
    steps: list[tuple[int, int | None]] = []
    measured = evaluate(
        [right, wrong], engine=one_by_one, zone=SHANGHAI, progress=lambda done, total: steps.append((done, total))
    )
    assert list(measured) == [str(right), str(wrong)]
    assert (measured[str(right)]["n"], measured[str(right)]["dissatisfied_f1"]) == (3, 1.0)
    assert (measured[str(wrong)]["n"], measured[str(wrong)]["dissatisfied_f1"]) == (2, 0.0)
    assert steps == [(n, 5) for n in range(1, 6)]


def test_a_file_without_labels_is_refused(one_by_one: OneByOne, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.jsonl 里没有标注"):
        evaluate([write(tmp_path / "a.jsonl", answer("S-1"))], engine=one_by_one, zone=SHANGHAI)


def test_a_survey_belongs_to_its_call_in_another_file(one_by_one: OneByOne, tmp_path: Path) -> None:
    spoken = call("C-1", "座：您好", "客：我想问一下余额", "座：一千元", "客：好的谢谢", gold=GOLD["S-1"])
    asked = answer("S-1", FAULT, conversation_id="C-1", score=1, scale=[1, 5])
    calls, surveys = write(tmp_path / "c.jsonl", spoken), write(tmp_path / "s.jsonl", asked)
    measured = evaluate([calls, surveys], engine=one_by_one, zone=SHANGHAI)
    assert list(measured) == [str(calls)]
    assert measured[str(calls)]["error"] == 0.0


def test_what_the_labels_do_not_allow_has_no_figure(
    one_by_one: OneByOne, tmp_path: Path, business_objects: BusinessObjectTable
) -> None:
    content = write(tmp_path / "content.jsonl", *(answer(f"S-{n}", PRAISE, gold=GOLD["S-3"]) for n in range(3)))
    no_rule = write(tmp_path / "no_rule.jsonl", *(answer(f"R-{id}", SAID[id], gold=GOLD[id]) for id in GOLD))
    measured = evaluate_in_full([content, no_rule], engine=one_by_one, zone=SHANGHAI, objects=business_objects)
    alike, partly = (measured[str(path)] for path in (content, no_rule))
    for name in ("dissatisfied_f1", "person", "product", "rule", "macro_f1", "factor_f1", "evidence_f1"):
        assert alike[0][name] is None
        assert alike[1].figures[Measure(name)].value is None
    assert alike[0]["error"] == 0.0
    assert (partly[0]["product"], partly[0]["rule"], partly[0]["macro_f1"]) == (1.0, None, None)
    assert {row.code: row.f1.value for row in partly[1].causes} == {"person": 1.0, "product": 1.0, "rule": None}


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
