import json
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOW
from tests.inputs import answer, line, write
from tests.services.registries import (
    BLIND,
    CAUTIOUS,
    DEAF,
    added,
    contender,
    labelled,
    measured,
    texts_in,
)
from tests.services.stores import SHANGHAI
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.model_history import Gate
from voc.engines.local import Engine, OneByOne
from voc.errors import InputError, ModelError
from voc.nlp.analyzer import load_analyzer
from voc.nlp.language import Language
from voc.services.gating import GATE_TOLERANCES, LEAST_RECORDS, STRICTEST, measure_gate, measured_on
from voc.services.labelled import file_hash
from voc.services.promoting import candidate, promote
from voc.services.registry import Registry

PRODUCT, RULE, PERSON, CONTENT = range(4)


@pytest.fixture
def gate_file(tmp_path: Path) -> Path:
    return labelled(tmp_path / "gate.jsonl")


def test_both_models_are_measured_on_the_same_records(registry: Registry, language: Language, gate_file: Path) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    steps: list[tuple[int, int | None]] = []
    gate = measure_gate(
        [gate_file],
        candidate=contender(registry, deaf),
        current=contender(registry, good),
        zone=SHANGHAI,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert (gate.files, gate.records, gate.tolerance) == ({str(gate_file): file_hash(gate_file)}, 40, None)
    assert (gate.texts, gate.seen_by_candidate, gate.seen_by_current) == (40, 0, 0)
    found = {d.measure: (d.candidate, d.current) for d in gate.differences}
    # Neither evidence nor anything of a call was labelled.
    unlabelled = (MeasureGroup.EVIDENCE, MeasureGroup.COURSE)
    assert list(found) == [m for m in GATE_TOLERANCES if m.group not in unlabelled]
    assert (found[Measure.MACRO_F1], found[Measure.DISSATISFIED_F1]) == ((0.0, 1.0), (0.0, 1.0))
    assert {Measure.PERSON, Measure.PRODUCT, Measure.RULE, Measure.PRIMARY_ACCURACY} <= set(found)
    assert (steps[0], steps[-1], len(steps)) == ((1, 40), (40, 40), 80)


def test_each_cause_is_compared_by_itself(registry: Registry, language: Language, gate_file: Path) -> None:
    good, blind = added(registry, language), added(registry, language, **BLIND)
    worse = {d.measure for d in measured(registry, gate_file, blind, good).worse}
    assert Measure.PERSON in worse
    assert not worse & {Measure.PRODUCT, Measure.RULE}


def test_calls_are_compared_too(registry: Registry, language: Language) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    samples = Path(__file__).parents[2] / "data" / "samples" / "calls.jsonl"
    gate = measured(registry, samples, deaf, good)
    assert {
        *(Measure.LOW_MOMENT_HIT, Measure.END_ACCURACY, Measure.FALSE_ALARM_ON_CONTENT_CALLS),
        *(Measure.PHASE_ACCURACY, Measure.RESOLVED_ANSWERED),
    } <= {d.measure for d in gate.differences}


def test_a_tolerance_can_be_stated(registry: Registry, language: Language, gate_file: Path) -> None:
    good, blind = added(registry, language), added(registry, language, **BLIND)
    assert measured(registry, gate_file, blind, good, tolerance=1.0).passed
    assert not measured(registry, gate_file, blind, good).passed
    assert min(GATE_TOLERANCES.values()) == STRICTEST == 0.02


def test_records_that_either_has_seen_are_left_out(registry: Registry, language: Language, tmp_path: Path) -> None:
    path = labelled(tmp_path / "gate.jsonl", 60)
    last = labelled(tmp_path / "last.jsonl", 60).read_text("utf8").splitlines()[-20:]
    (tmp_path / "last.jsonl").write_text("\n".join(last), encoding="utf8")
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    gate = measure_gate(
        [path],
        candidate=contender(registry, cautious, texts=texts_in(path, 10)),
        current=contender(registry, good, texts=texts_in(tmp_path / "last.jsonl")),
        zone=SHANGHAI,
    )
    assert (gate.records, gate.texts, gate.seen_by_candidate, gate.seen_by_current) == (30, 30, 10, 20)
    assert gate.incomparable is None
    assert gate.differences


def test_a_record_is_seen_whatever_its_id_and_spacing(registry: Registry, language: Language, tmp_path: Path) -> None:
    path = labelled(tmp_path / "gate.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    copy = write(
        tmp_path / "copy.jsonl",
        *(row | {"id": f"N-{n}", "comment": f" {row['comment']}。"} for n, row in enumerate(rows)),
    )
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    gate = measure_gate(
        [copy],
        candidate=contender(registry, cautious, texts=texts_in(path)),
        current=contender(registry, good),
        zone=SHANGHAI,
    )
    assert (gate.records, gate.seen_by_candidate) == (0, 40)
    assert gate.incomparable is not None
    assert "只有 0 条、0 种不同的文字" in gate.incomparable


def test_too_few_different_texts_are_no_gate_however_many_copies(
    registry: Registry, language: Language, tmp_path: Path
) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    path = labelled(tmp_path / "gate.jsonl", LEAST_RECORDS - 1, copies=3)
    with pytest.raises(InputError, match="87 条记录只有 29 种不同的文字，至少要 30 种；不能强制"):
        measured(registry, path, cautious, good)


def test_what_is_given_several_times_counts_once(registry: Registry, language: Language, tmp_path: Path) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    path = labelled(tmp_path / "gate.jsonl", copies=3)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(path.read_bytes())
    gate = measure_gate(
        [path, path, copy],
        candidate=contender(registry, cautious, texts=texts_in(path, 6)),
        current=contender(registry, good),
        zone=SHANGHAI,
    )
    assert (gate.records, gate.texts, gate.seen_by_candidate, gate.seen_by_current) == (38, 38, 2, 0)
    [worst] = [d for d in gate.differences if d.measure is Measure.DISSATISFIED_F1]
    assert worst.tolerance == pytest.approx(1 / 28 + 0.0001, abs=2e-4)


def test_bare_scores_are_different_contacts_without_a_text(
    registry: Registry, language: Language, tmp_path: Path
) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    path = labelled(tmp_path / "gate.jsonl")
    with path.open("a", encoding="utf8") as stream:
        for n in range(3):
            gold = {"dissatisfied": True, "causes": []}
            stream.write(line(answer(f"B-{n}", "", score=1, scale=[1, 5], gold=gold)) + "\n")
    gate = measured(registry, path, cautious, good)
    assert (gate.records, gate.texts) == (43, 41)


def test_a_candidate_that_does_not_say_what_it_has_seen_cannot_be_compared(
    registry: Registry, language: Language, gate_file: Path
) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    silent = contender(registry, cautious, texts=None)
    gate = measure_gate([gate_file], candidate=silent, current=contender(registry, good), zone=SHANGHAI)
    assert (gate.seen_by_candidate, gate.seen_by_current, gate.passed) == (None, 0, False)
    assert gate.incomparable is not None
    assert "候选模型没有留下" in gate.incomparable


def test_of_a_current_model_that_does_not_say_it_is_unknown_not_none(
    registry: Registry, language: Language, gate_file: Path
) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    silent = contender(registry, good, texts=None)
    gate = measure_gate([gate_file], candidate=contender(registry, cautious), current=silent, zone=SHANGHAI)
    assert (gate.seen_by_candidate, gate.seen_by_current) == (0, None)
    assert gate.differences


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ((CONTENT,), "是否不满才测得出"),
        ((PRODUCT, RULE, PERSON), "是否不满才测得出"),
    ],
)
def test_records_of_one_kind_compare_nothing(
    registry: Registry, language: Language, tmp_path: Path, said: tuple[int, ...], reason: str
) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    gate = measured(registry, labelled(tmp_path / "gate.jsonl", said=said), cautious, good)
    assert gate.incomparable is not None
    assert reason in gate.incomparable


def test_without_a_labelled_cause_nothing_is_compared(registry: Registry, language: Language, tmp_path: Path) -> None:
    golds: list[dict[str, Any]] = [{"dissatisfied": n % 2 == 0, "causes": []} for n in range(40)]
    path = write(tmp_path / "gate.jsonl", *(answer(f"G-{n}", f"第{n}次", gold=gold) for n, gold in enumerate(golds)))
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    gate = measured(registry, path, cautious, good)
    assert gate.incomparable == "没有见过的记录里没有标注原因，原因测不出"


def test_what_the_labels_do_not_allow_is_not_compared(registry: Registry, language: Language, tmp_path: Path) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    gate = measured(registry, labelled(tmp_path / "gate.jsonl", said=(PRODUCT, CONTENT)), cautious, good)
    compared = {d.measure for d in gate.differences}
    assert Measure.PRODUCT in compared
    assert not compared & {Measure.PERSON, Measure.RULE, Measure.MACRO_F1}


def test_too_few_records_are_no_gate(registry: Registry, language: Language, tmp_path: Path) -> None:
    good = added(registry, language)
    few = labelled(tmp_path / "few.jsonl", LEAST_RECORDS - 1)
    with pytest.raises(InputError, match=f"只有 {LEAST_RECORDS - 1} 条，至少要 {LEAST_RECORDS} 条"):
        measured(registry, few, good, good)
    with pytest.raises(InputError, match="没有标注"):
        measured(registry, write(tmp_path / "none.jsonl", answer("S-1")), good, good)


def _open(folder: Path) -> AbstractContextManager[Engine]:
    return nullcontext(OneByOne(load_analyzer(folder)))


def _measured(registry: Registry, language: Language, model_id: str, text: str) -> Gate:
    model = candidate(registry, model_id, language)
    return measured_on(registry, model, text, language=language, open_engine=_open, zone=SHANGHAI, tolerance=0.01)


def test_the_records_are_named_by_their_hash_and_both_models_measured(
    registry: Registry, language: Language, tmp_path: Path
) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    promote(registry, candidate(registry, good, language), Gate({}, 40, 0.01, ()), by="x", at=NOW)
    path = labelled(tmp_path / "gate.jsonl")
    gate = _measured(registry, language, deaf, path.read_text("utf8"))
    digest = file_hash(path)
    assert gate.files == {f"gate-{digest[:12]}.jsonl": digest}
    assert (gate.records, gate.tolerance, gate.passed) == (40, 0.01, False)


def test_where_the_model_in_use_cannot_be_loaded_nothing_is_compared(
    registry: Registry, language: Language, tmp_path: Path
) -> None:
    good = added(registry, language)

    def broken(folder: Path) -> AbstractContextManager[Engine]:
        if folder == registry.shipped:
            raise ModelError("模型已损坏")
        return _open(folder)

    model, text = candidate(registry, good, language), labelled(tmp_path / "gate.jsonl").read_text("utf8")
    gate = measured_on(registry, model, text, language=language, open_engine=broken, zone=SHANGHAI, tolerance=0.01)
    assert gate.incomparable == "现用的模型无法测量：模型已损坏"


def test_too_few_records_are_refused(registry: Registry, language: Language, tmp_path: Path) -> None:
    few = labelled(tmp_path / "gate.jsonl", 5).read_text("utf8")
    with pytest.raises(InputError, match="只有 5 条"):
        _measured(registry, language, added(registry, language), few)
