"""Measuring a candidate against the model in use, on labelled records that neither has seen."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path

from voc.domain.measures import Measure
from voc.domain.model_history import Gate
from voc.domain.seen_texts import SeenTexts, content_text
from voc.engines.local import Engine
from voc.errors import InputError, ModelError
from voc.nlp.artefact import seen_texts
from voc.nlp.evaluation import compare, measurable
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.services.evaluating import all_labelled, judge
from voc.services.labelled import LabelledContact, file_hash
from voc.services.progress import Progress, silent
from voc.services.registry import Listed, Registry

# What a candidate may not be worse in, and losses that are taken for none: two trainings on nearly the same texts
# differ by as much. Of few cases a single one is never held against a candidate.
GATE_TOLERANCES = {
    Measure.MACRO_F1: 0.03,
    Measure.DISSATISFIED_F1: 0.02,
    Measure.PERSON: 0.05,
    Measure.PRODUCT: 0.05,
    Measure.RULE: 0.05,
    Measure.PRIMARY_ACCURACY: 0.05,
    Measure.FACTOR_F1: 0.03,
    Measure.ECE: 0.03,
    Measure.ABSTAINED_SHARE: 0.1,
    Measure.ERROR_KEPT: 0.03,
    Measure.EVIDENCE_F1: 0.05,
    Measure.LOW_MOMENT_HIT: 0.1,
    Measure.PHASE_ACCURACY: 0.05,
    Measure.END_ACCURACY: 0.1,
    Measure.RESOLVED_ACCURACY: 0.1,
    Measure.RESOLVED_ANSWERED: 0.1,
    Measure.FALSE_ALARM_ON_CONTENT_CALLS: 0.1,
}
# A tolerance for all measures that is wider than this lets pass what one of them refuses.
STRICTEST = min(GATE_TOLERANCES.values())
# So many different texts must be given, and so many of them that neither model has seen.
LEAST_RECORDS = 30
_CAUSES = (Measure.PERSON, Measure.PRODUCT, Measure.RULE)

OpenEngine = Callable[[Path], AbstractContextManager[Engine]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A model ready to answer, and the texts that it was trained on (None where it does not say)."""

    engine: Engine
    texts: SeenTexts | None


def measured_in_files(
    registry: Registry,
    model: Listed,
    paths: Sequence[Path],
    *,
    language: Language,
    open_engine: OpenEngine,
    zone: tzinfo,
    tolerance: float | None,
    progress: Progress = silent,
) -> Gate:
    """A model against the one in use, as `measure_gate`."""
    with ExitStack() as stack:

        def contender(folder: Path) -> Contender:
            return Contender(stack.enter_context(open_engine(folder)), seen_texts(folder, language))

        ours = contender(model.folder)
        try:
            theirs: Contender | str = contender(registry.place(registry.in_use()))
        except ModelError as error:
            theirs = str(error)
        return measure_gate(paths, candidate=ours, current=theirs, zone=zone, tolerance=tolerance, progress=progress)


def measured_on(
    registry: Registry,
    model: Listed,
    labelled: str,
    *,
    language: Language,
    open_engine: OpenEngine,
    zone: tzinfo,
    tolerance: float | None,
) -> Gate:
    """The same on labelled records as one text (JSONL); they are named by their hash."""
    with tempfile.TemporaryDirectory(prefix="voc-") as folder:
        name = f"gate-{hashlib.sha256(labelled.encode()).hexdigest()[:12]}.jsonl"
        path = Path(folder) / name
        path.write_text(labelled, encoding="utf8")
        measured = measured_in_files(
            registry, model, [path], language=language, open_engine=open_engine, zone=zone, tolerance=tolerance
        )
    return replace(measured, files=dict(zip([name], measured.files.values(), strict=True)))


def measure_gate(
    paths: Sequence[Path],
    *,
    candidate: Contender,
    current: Contender | str,
    zone: tzinfo,
    tolerance: float | None = None,
    progress: Progress = silent,
) -> Gate:
    """Both models on the labelled records that neither has seen, all files together; `current` is the reason where it
    cannot be loaded.

    `tolerance` stands for that of every measure. Measures that the labels do not allow are not compared. A record, and
    a text, that is given several times counts once, by its first labels. InputError for fewer than `LEAST_RECORDS`
    different texts: they are no gate at all, and cannot be forced to be one.
    """
    given = all_labelled(paths, zone=zone, repeats=lambda _: None)
    _require_enough(given)
    labelled = _once_each(given)
    contenders = (candidate, None if isinstance(current, str) else current)
    seen = [_seen(labelled, one) for one in contenders]
    unseen = [one for n, one in enumerate(labelled) if not any(numbers and n in numbers for numbers in seen)]
    ours, theirs = (None if numbers is None else len(numbers) for numbers in seen)
    files, texts = {str(path): file_hash(path) for path in paths}, len(set(map(_text, unseen)))
    gate = Gate(files, len(unseen), tolerance, (), None, texts, ours, theirs)
    if isinstance(current, str):
        return replace(gate, incomparable=f"现用的模型无法测量：{current}")
    told = measurable([one.gold for one in unseen], GATE_TOLERANCES)
    if (reason := _incomparable(gate, told)) is not None:
        return replace(gate, incomparable=reason)
    ours_judged, theirs_judged = (judge(unseen, engine=one.engine, progress=progress) for one in (candidate, current))
    compared = {m: allowed for m, allowed in GATE_TOLERANCES.items() if m in told}
    return replace(gate, differences=compare(ours_judged, theirs_judged, compared))


def _require_enough(given: Sequence[LabelledContact]) -> None:
    if len(given) < LEAST_RECORDS:
        raise InputError(f"用来把关的记录只有 {len(given)} 条，至少要 {LEAST_RECORDS} 条")
    if (texts := len(set(map(_text, given)))) < LEAST_RECORDS:
        told = f"用来把关的 {len(given)} 条记录只有 {texts} 种不同的文字"
        raise InputError(f"{told}，至少要 {LEAST_RECORDS} 种；不能强制")


def _text(one: LabelledContact) -> str:
    return content_text(masked_contact(one.contact))


def _once_each(labelled: Sequence[LabelledContact]) -> tuple[LabelledContact, ...]:
    """The first contact of each text; bare scores, which have none, are all different contacts."""
    seen: set[str] = set()
    kept = []
    for one in labelled:
        text = _text(one)
        if not text or text not in seen:
            kept.append(one)
        seen.add(text)
    return tuple(kept)


def _seen(labelled: Sequence[LabelledContact], contender: Contender | None) -> frozenset[int] | None:
    """Numbers of the records that a model was trained on."""
    if contender is None or contender.texts is None:
        return None
    holds = contender.texts.holds
    return frozenset(n for n, one in enumerate(labelled) if holds(masked_contact(one.contact)))


def _incomparable(gate: Gate, told: frozenset[Measure]) -> str | None:
    if gate.seen_by_candidate is None:
        return "候选模型没有留下训练过的文字的清单，见没见过这些记录未知；重新训练的模型都有"
    if gate.texts is not None and gate.texts < LEAST_RECORDS:
        return f"两个模型训练时都没有见过的只有 {gate.records} 条、{gate.texts} 种不同的文字，至少要 {LEAST_RECORDS} 种"
    if Measure.DISSATISFIED_F1 not in told:
        return "没有见过的记录里，不满的与没有不满的要都有，是否不满才测得出"
    if told.isdisjoint(_CAUSES):
        return "没有见过的记录里没有标注原因，原因测不出"
    return None
