"""Taking a model into use, and going back: measured before, written down after."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import chain
from pathlib import Path

from voc.domain.measures import Measure
from voc.domain.model_history import Gate, ModelAction, ModelEvent, choices
from voc.engines.local import Engine
from voc.errors import ConflictError, InputError
from voc.nlp.evaluation import Judged, compare
from voc.nlp.language import Language
from voc.services.evaluating import judge_files
from voc.services.labelled import file_hash
from voc.services.model_history import append_event
from voc.services.progress import Progress, silent
from voc.services.registry import Listed, Registry, find, listed
from voc.services.remarks import masked

# What a candidate may not be worse in, and losses that are taken for none: two trainings on nearly the same texts
# differ by as much. Of few cases a single one is never held against a candidate.
GATE_TOLERANCES = {
    Measure.MACRO_F1: 0.03,
    Measure.DISSATISFIED_F1: 0.02,
    Measure.FACTOR_F1: 0.03,
    Measure.ECE: 0.03,
    Measure.ABSTAINED_SHARE: 0.1,
    Measure.ERROR_KEPT: 0.03,
    Measure.EVIDENCE_F1: 0.05,
    Measure.LOW_MOMENT_HIT: 0.1,
    Measure.END_ACCURACY: 0.1,
    Measure.FALSE_ALARM_ON_CONTENT_CALLS: 0.1,
}
LEAST_RECORDS = 30


def candidate(registry: Registry, model_id: str, language: Language) -> Listed:
    """The model to be promoted; ConflictError where it is in use already or cannot be used."""
    model = find(registry, model_id, language)
    if model.in_use:
        raise ConflictError(f"模型 {model_id} 已在使用")
    if model.refused is not None:
        raise ConflictError(f"不能启用：{model.refused}")
    return model


def check_reason(*, force: bool, reason: str) -> None:
    """InputError where force comes without a written reason."""
    if force and not reason.strip():
        raise InputError("--force 要用 --reason 写明理由")


def measure_gate(
    paths: Sequence[Path],
    *,
    candidate: Engine,
    current: Engine | str,
    zone: tzinfo,
    tolerance: float | None = None,
    progress: Progress = silent,
) -> Gate:
    """Both models on the same labelled records, all files together; `current` is the reason where it cannot be loaded.

    `tolerance` stands for that of every measure. InputError where there are too few records to tell anything.
    """
    ours = _judged(paths, candidate, zone, progress)
    if len(ours) < LEAST_RECORDS:
        raise InputError(f"用来把关的记录只有 {len(ours)} 条，至少要 {LEAST_RECORDS} 条")
    files = {str(path): file_hash(path) for path in paths}
    if isinstance(current, str):
        return Gate(files, len(ours), tolerance, (), incomparable=current)
    theirs = _judged(paths, current, zone, progress)
    return Gate(files, len(ours), tolerance, compare(ours, theirs, GATE_TOLERANCES))


def _judged(paths: Sequence[Path], engine: Engine, zone: tzinfo, progress: Progress) -> list[Judged]:
    return list(chain.from_iterable(judge_files(paths, engine=engine, zone=zone, progress=progress).values()))


def promote(
    registry: Registry, model: Listed, gate: Gate, *, by: str, at: datetime, force: bool = False, reason: str = ""
) -> None:
    """Take a measured candidate into use and write down who did it, when, on which figures and why.

    ConflictError where it did not pass the gate and is not forced; InputError where force comes without a reason.
    """
    check_reason(force=force, reason=reason)
    if not gate.passed and not force:
        raise ConflictError(f"没有启用：{refusal(gate)}；确要启用请用 --force 并以 --reason 写明理由")
    forced = force and not gate.passed
    append_event(
        registry.folder,
        ModelEvent(at, by, ModelAction.PROMOTED, model.id, model.shipped, masked(reason.strip()), forced, gate),
    )


def seen_in_training(model: Listed, gate: Gate) -> tuple[str, ...]:
    """Files of the gate that the candidate was trained on: figures on them flatter it."""
    trained_on = set(model.table("trained_on").values())
    return tuple(name for name, digest in gate.files.items() if digest in trained_on)


def refusal(gate: Gate) -> str:
    """Why a gate was not passed, in the user's words."""
    if gate.incomparable is not None:
        return f"现用的模型无法测量，不能比较（{gate.incomparable}）"
    lost = "；".join(
        f"{d.measure.label} {d.candidate:.4f}，现用 {d.current:.4f}，容许差 {gate.allowed(d):g}" for d in gate.worse
    )
    return f"候选模型更差（{lost}）"


def roll_back(
    registry: Registry, language: Language, *, by: str, at: datetime, reason: str = ""
) -> tuple[Listed, tuple[Listed, ...]]:
    """Go back to the model that was in use before; returns it, and those that had to be passed over.

    A model that cannot be used any more is passed over, so that there is always one that works. ConflictError where
    there is nothing to go back to.
    """
    *earlier, _ = choices(registry.history().events)
    known = {model.choice: model for model in listed(registry, language)}
    passed: list[Listed] = []
    for choice in reversed(earlier):
        model = known.get(choice)
        if model is not None and model.refused is None:
            event = ModelEvent(at, by, ModelAction.ROLLED_BACK, model.id, model.shipped, masked(reason.strip()))
            append_event(registry.folder, event)
            return model, tuple(passed)
        if model is not None:
            passed.append(model)
    raise ConflictError("没有可以退回的模型")
