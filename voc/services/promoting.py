"""Taking a model into use, and going back: measured before, written down after."""

from datetime import datetime

from voc.domain.model_history import Gate, ModelAction, ModelEvent, choices
from voc.errors import ConflictError, InputError
from voc.nlp.language import Language
from voc.services.gating import STRICTEST
from voc.services.model_history import append_event, version_of
from voc.services.registry import Listed, Registry, find, listed
from voc.services.remarks import masked


def candidate(registry: Registry, model_id: str, language: Language) -> Listed:
    """The model to be promoted; ConflictError where it is in use already or cannot be used."""
    model = find(registry, model_id, language)
    if model.in_use:
        raise ConflictError(f"模型 {model_id} 已在使用")
    if model.refused is not None:
        raise ConflictError(f"不能启用：{model.refused}")
    return model


def check_reason(*, force: bool, reason: str, tolerance: float | None = None) -> None:
    """InputError where force comes without a written reason, or a tolerance that lets pass what is refused otherwise
    without either."""
    if force and not reason.strip():
        raise InputError("--force 要用 --reason 写明理由")
    if not force and _wide(tolerance):
        raise InputError(
            f"容许差 {tolerance:g} 比缺省的宽（最严的一项是 {STRICTEST:g}），等于强制启用："
            "要同时用 --force 并以 --reason 写明理由"
        )


def _wide(tolerance: float | None) -> bool:
    return tolerance is not None and tolerance > STRICTEST


def promote(
    registry: Registry,
    model: Listed,
    gate: Gate,
    *,
    by: str,
    at: datetime,
    force: bool = False,
    reason: str = "",
    after: int | None = None,
) -> None:
    """Take a measured candidate into use and write down who did it, when, on which figures and why.

    `after` is the version of the registry from before it was measured. ConflictError where another model was taken into
    use since, which it was not measured against, or it did not pass the gate and is not forced; InputError where force
    comes without a reason, or a wide tolerance without force.
    """
    check_reason(force=force, reason=reason, tolerance=gate.tolerance)
    if not gate.passed and not force:
        raise ConflictError(f"没有启用：{refusal(gate)}；确要启用请用 --force 并以 --reason 写明理由")
    forced = force and (not gate.passed or _wide(gate.tolerance))
    append_event(
        registry.folder,
        ModelEvent(at, by, ModelAction.PROMOTED, model.id, model.shipped, masked(reason.strip()), forced, gate),
        after=after,
    )


def refusal(gate: Gate) -> str:
    """Why a gate was not passed, in the user's words."""
    if gate.incomparable is not None:
        return f"不能比较（{gate.incomparable}）"
    lost = "；".join(
        f"{d.measure.label} {d.candidate:.2%}，现用 {d.current:.2%}，容许差 {gate.allowed(d):.2%}" for d in gate.worse
    )
    return f"候选模型更差（{lost}）"


def roll_back(
    registry: Registry, language: Language, *, by: str, at: datetime, reason: str = ""
) -> tuple[Listed, tuple[Listed, ...]]:
    """Go back to the model that was in use before; returns it, and those that had to be passed over.

    A model that cannot be used any more is passed over, so that there is always one that works, and so is the one in
    use itself where it was taken into use twice. ConflictError where there is nothing to go back to.
    """
    history = registry.history()
    *earlier, active = choices(history.events)
    known = {model.choice: model for model in listed(registry, language)}
    passed: list[Listed] = []
    for choice in reversed([one for one in earlier if one != active]):
        model = known.get(choice)
        if model is not None and model.refused is None:
            event = ModelEvent(at, by, ModelAction.ROLLED_BACK, model.id, model.shipped, masked(reason.strip()))
            append_event(registry.folder, event, after=version_of(history))
            return model, tuple(passed)
        if model is not None:
            passed.append(model)
    raise ConflictError("没有可以退回的模型")
