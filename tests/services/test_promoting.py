from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.services.registries import BLIND, CAUTIOUS, DEAF, RUINED, added, contender, labelled, measured
from tests.services.stores import SHANGHAI
from voc.domain.choices import SHIPPED
from voc.domain.measures import Measure
from voc.domain.model_history import Gate, ModelAction
from voc.errors import ConflictError, InputError
from voc.nlp.artefact import CARD
from voc.nlp.language import Language
from voc.services.gating import STRICTEST, measure_gate
from voc.services.promoting import candidate, check_reason, promote, roll_back
from voc.services.registry import Registry, find


@pytest.fixture
def gate_file(tmp_path: Path) -> Path:
    return labelled(tmp_path / "gate.jsonl")


def take(registry: Registry, language: Language, model_id: str) -> None:
    passed = Gate({}, 40, None, ())
    promote(registry, candidate(registry, model_id, language), passed, by="x", at=NOW)


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
    with pytest.raises(ConflictError, match=r"三类原因宏平均 F1 \d+\.\d\d%，现用 100\.00%，容许差 3\.34%.*--force"):
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
        assert f"{d.measure.label} {d.candidate:.2%}，现用 {d.current:.2%}" in str(refused.value)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_force_needs_a_written_reason(registry: Registry, language: Language, reason: str) -> None:
    model = find(registry, added(registry, language), language)
    with pytest.raises(InputError, match="--reason"):
        promote(registry, model, Gate({}, 40, 0.0, ()), by="x", at=NOW, force=True, reason=reason)
    check_reason(force=False, reason=reason)
    assert registry.in_use() is SHIPPED


@pytest.mark.parametrize("tolerance", [0.021, 0.2, 1.0])
def test_a_tolerance_wider_than_the_strictest_is_force_without_a_word(
    registry: Registry, language: Language, tolerance: float
) -> None:
    model = find(registry, added(registry, language), language)
    gate = Gate({}, 40, tolerance, ())
    for force, reason in ((False, ""), (False, "更好"), (True, " ")):
        with pytest.raises(InputError, match="--reason"):
            promote(registry, model, gate, by="x", at=NOW, force=force, reason=reason)
    assert registry.in_use() is SHIPPED
    promote(registry, model, gate, by="x", at=NOW, force=True, reason="演练")
    last = registry.history().events[-1]
    assert (last.forced, last.reason) == (True, "演练")


@pytest.mark.parametrize("tolerance", [None, 0.0, STRICTEST])
def test_a_tolerance_that_is_no_wider_needs_neither(tolerance: float | None) -> None:
    check_reason(force=False, reason="", tolerance=tolerance)


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
    gate = measure_gate([gate_file], candidate=contender(registry, good), current="缺少文件 a", zone=SHANGHAI)
    assert (gate.incomparable, gate.differences) == ("现用的模型无法测量：缺少文件 a", ())
    model = find(registry, good, language)
    with pytest.raises(ConflictError, match="不能比较（现用的模型无法测量：缺少文件 a）"):
        promote(registry, model, gate, by="x", at=NOW)
    promote(registry, model, gate, by="x", at=NOW, force=True, reason="现用的坏了")
    assert registry.in_use() == good


def test_the_model_in_use_and_a_damaged_one_are_no_candidates(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, one)
    with pytest.raises(ConflictError, match="已在使用"):
        candidate(registry, one, language)
    (registry.folder / two / CARD).unlink()
    with pytest.raises(ConflictError, match=r"不能启用：.*缺少文件"):
        candidate(registry, two, language)


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


def test_what_was_measured_against_another_model_is_not_taken_into_use(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    before, model = registry.version(), candidate(registry, two, language)
    take(registry, language, one)
    with pytest.raises(ConflictError, match="此期间换过了"):
        promote(registry, model, Gate({}, 40, None, ()), by="x", at=NOW, force=True, reason="急", after=before)
    assert registry.in_use() == one
    promote(registry, model, Gate({}, 40, None, ()), by="x", at=NOW, after=registry.version())
    assert registry.in_use() == two


def test_a_model_taken_into_use_twice_is_left_at_once(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    take(registry, language, one)
    model = candidate(registry, two, language)
    for _ in range(2):
        promote(registry, model, Gate({}, 40, None, ()), by="x", at=NOW)
    assert roll_back(registry, language, by="x", at=NOW)[0].id == one
