from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.services.registries import BLIND, CAUTIOUS, DEAF, RUINED, added, labelled
from tests.services.stores import SHANGHAI
from voc.domain.choices import SHIPPED
from voc.domain.measures import Measure, MeasureGroup
from voc.domain.model_history import Gate, ModelAction
from voc.engines.local import OneByOne
from voc.errors import ConflictError, InputError
from voc.nlp.analyzer import load_analyzer
from voc.nlp.artefact import CARD
from voc.nlp.language import Language
from voc.services.labelled import file_hash
from voc.services.promoting import (
    GATE_TOLERANCES,
    LEAST_RECORDS,
    candidate,
    check_reason,
    measure_gate,
    promote,
    roll_back,
    seen_in_training,
)
from voc.services.registry import Registry, find


@pytest.fixture
def gate_file(tmp_path: Path) -> Path:
    return labelled(tmp_path / "gate.jsonl")


def engine(registry: Registry, model_id: str) -> OneByOne:
    return OneByOne(load_analyzer(registry.folder / model_id))


def measured(registry: Registry, path: Path, ours: str, theirs: str, **columns: float | None) -> Gate:
    return measure_gate(
        [path], candidate=engine(registry, ours), current=engine(registry, theirs), zone=SHANGHAI, **columns
    )


def take(registry: Registry, language: Language, model_id: str) -> None:
    passed = Gate({}, 40, None, ())
    promote(registry, candidate(registry, model_id, language), passed, by="x", at=NOW)


def test_both_models_are_measured_on_the_same_records(registry: Registry, language: Language, gate_file: Path) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    steps: list[tuple[int, int | None]] = []
    gate = measure_gate(
        [gate_file],
        candidate=engine(registry, deaf),
        current=engine(registry, good),
        zone=SHANGHAI,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert (gate.files, gate.records, gate.tolerance) == ({str(gate_file): file_hash(gate_file)}, 40, None)
    found = {d.measure: (d.candidate, d.current) for d in gate.differences}
    # Neither evidence nor anything of a call was labelled.
    unlabelled = (MeasureGroup.EVIDENCE, MeasureGroup.COURSE)
    assert list(found) == [m for m in GATE_TOLERANCES if m.group not in unlabelled]
    assert (found[Measure.MACRO_F1], found[Measure.DISSATISFIED_F1]) == ((0.0, 1.0), (0.0, 1.0))
    assert (steps[0], steps[-1], len(steps)) == ((1, 40), (40, 40), 80)


def test_a_model_as_good_passes_and_is_taken_into_use(registry: Registry, language: Language, gate_file: Path) -> None:
    good, cautious = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, good)
    gate = measured(registry, gate_file, cautious, good)
    promote(registry, candidate(registry, cautious, language), gate, by="甲", at=NOW, reason="  更谨慎 ")
    assert registry.in_use() == cautious
    last = registry.history().events[-1]
    assert (last.by, last.at, last.action, last.model_id) == ("甲", NOW, ModelAction.PROMOTED, cautious)
    assert (last.reason, last.forced, last.gate) == ("更谨慎", False, gate)


def test_a_worse_model_is_refused_with_the_figures(registry: Registry, language: Language, gate_file: Path) -> None:
    good, blind = added(registry, language), added(registry, language, **BLIND)
    take(registry, language, good)
    gate = measured(registry, gate_file, blind, good)
    assert Measure.MACRO_F1 in [d.measure for d in gate.worse]
    with pytest.raises(ConflictError, match=r"三类原因宏平均 F1 0\.\d{4}，现用 1\.0000，容许差 0\.03.*--force"):
        promote(registry, find(registry, blind, language), gate, by="x", at=NOW)
    assert registry.in_use() == good


def test_a_model_ruined_beside_its_causes_is_refused_and_every_worse_measure_told(
    registry: Registry, language: Language, gate_file: Path
) -> None:
    good, ruined = added(registry, language), added(registry, language, **RUINED)
    gate = measured(registry, gate_file, ruined, good)
    assert {d.measure for d in gate.worse} >= {Measure.FACTOR_F1, Measure.ABSTAINED_SHARE}
    assert not {d.measure for d in gate.worse} & {Measure.MACRO_F1, Measure.DISSATISFIED_F1}
    with pytest.raises(ConflictError) as refused:
        promote(registry, find(registry, ruined, language), gate, by="x", at=NOW)
    for d in gate.worse:
        assert f"{d.measure.label} {d.candidate:.4f}，现用 {d.current:.4f}" in str(refused.value)


def test_calls_are_compared_too(registry: Registry, language: Language, tmp_path: Path) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    samples = Path(__file__).parents[2] / "data" / "samples" / "calls.jsonl"
    gate = measured(registry, samples, deaf, good)
    assert {Measure.LOW_MOMENT_HIT, Measure.END_ACCURACY, Measure.FALSE_ALARM_ON_CONTENT_CALLS} <= {
        d.measure for d in gate.differences
    }


def test_a_tolerance_can_be_stated(registry: Registry, language: Language, gate_file: Path) -> None:
    good, blind = added(registry, language), added(registry, language, **BLIND)
    assert measured(registry, gate_file, blind, good, tolerance=0.9).passed
    assert not measured(registry, gate_file, blind, good).passed


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_force_needs_a_written_reason(registry: Registry, language: Language, reason: str) -> None:
    model = find(registry, added(registry, language), language)
    with pytest.raises(InputError, match="--reason"):
        promote(registry, model, Gate({}, 40, 0.0, ()), by="x", at=NOW, force=True, reason=reason)
    check_reason(force=False, reason=reason)
    assert registry.in_use() is SHIPPED


def test_a_forced_promotion_is_written_down_as_one(registry: Registry, language: Language, gate_file: Path) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    gate = measured(registry, gate_file, deaf, good)
    promote(registry, find(registry, deaf, language), gate, by="x", at=NOW, force=True, reason="演练，问13800138000")
    last = registry.history().events[-1]
    assert (registry.in_use(), last.forced, last.reason, last.gate) == (deaf, True, "演练，问***********", gate)


def test_force_that_was_not_needed_is_not_written_down(registry: Registry, language: Language) -> None:
    model = find(registry, added(registry, language), language)
    promote(registry, model, Gate({}, 40, 0.0, ()), by="x", at=NOW, force=True, reason="以防万一")
    assert registry.history().events[-1].forced is False


def test_without_a_model_to_compare_with_only_force_helps(
    registry: Registry, language: Language, gate_file: Path
) -> None:
    good = added(registry, language)
    gate = measure_gate([gate_file], candidate=engine(registry, good), current="缺少文件 a", zone=SHANGHAI)
    assert (gate.incomparable, gate.differences) == ("缺少文件 a", ())
    model = find(registry, good, language)
    with pytest.raises(ConflictError, match="现用的模型无法测量，不能比较（缺少文件 a）"):
        promote(registry, model, gate, by="x", at=NOW)
    promote(registry, model, gate, by="x", at=NOW, force=True, reason="现用的坏了")
    assert registry.in_use() == good


def test_too_few_records_are_no_gate(registry: Registry, language: Language, tmp_path: Path) -> None:
    good = added(registry, language)
    few = labelled(tmp_path / "few.jsonl", LEAST_RECORDS - 1)
    with pytest.raises(InputError, match=f"只有 {LEAST_RECORDS - 1} 条，至少要 {LEAST_RECORDS} 条"):
        measured(registry, few, good, good)


def test_the_model_in_use_and_a_damaged_one_are_no_candidates(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, one)
    with pytest.raises(ConflictError, match="已在使用"):
        candidate(registry, one, language)
    (registry.folder / two / CARD).unlink()
    with pytest.raises(ConflictError, match=r"不能启用：.*缺少文件"):
        candidate(registry, two, language)


def test_files_that_the_candidate_was_trained_on_are_named(
    registry: Registry, language: Language, gate_file: Path
) -> None:
    seen = added(registry, language, trained_on={"x.jsonl": file_hash(gate_file)})
    gate = Gate({"gate.jsonl": file_hash(gate_file), "other.jsonl": "22"}, 40, 0.0, ())
    assert seen_in_training(find(registry, seen, language), gate) == ("gate.jsonl",)


def test_a_rollback_goes_back_one_by_one_to_the_shipped_model(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, one)
    take(registry, language, two)
    model, passed = roll_back(registry, language, by="乙", at=NOW, reason=" 误报变多，见13800138000 ")
    assert (model.id, passed, registry.in_use()) == (one, (), one)
    last = registry.history().events[-1]
    assert (last.by, last.action, last.reason, last.shipped) == (
        "乙",
        ModelAction.ROLLED_BACK,
        "误报变多，见***********",
        False,
    )
    model, _ = roll_back(registry, language, by="乙", at=NOW)
    assert (model.shipped, registry.in_use()) == (True, SHIPPED)
    with pytest.raises(ConflictError, match="没有可以退回的模型"):
        roll_back(registry, language, by="乙", at=NOW)


def test_a_rollback_passes_over_what_cannot_be_used(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    three = added(registry, language, **DEAF)
    for model_id in (one, two, three):
        take(registry, language, model_id)
    (registry.folder / two / CARD).unlink()
    model, passed = roll_back(registry, language, by="x", at=NOW)
    assert (model.id, [m.id for m in passed]) == (one, [two])


def test_a_rollback_passes_over_what_is_gone_and_works_when_the_model_in_use_is_damaged(
    registry: Registry, language: Language
) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, one)
    take(registry, language, two)
    for name in (one, two):
        (registry.folder / name).rename(registry.folder / f".{name}")
    model, passed = roll_back(registry, language, by="x", at=NOW)
    assert (model.shipped, passed) == (True, ())


def test_after_an_interruption_the_model_in_use_is_the_one_before(
    registry: Registry, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, one)

    def killed(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            take(registry, language, two)
    assert registry.in_use() == one
    take(registry, replace(language), two)
    assert registry.in_use() == two
