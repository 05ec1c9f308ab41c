"""What is known of a model, for people and for programs."""

from collections.abc import Sequence

from voc.domain.measures import Measure
from voc.domain.model_history import ModelEvent, left
from voc.errors import ModelError
from voc.nlp.artefact import CARD
from voc.nlp.manifest import LARGEST_FILES
from voc.nlp.plain_file import read_plain
from voc.services.model_history import event_record
from voc.services.registry import Listed, Registry

UNMEASURED = "未测"
# What stands among the measures of a model beside its measures.
_COUNTS = {
    "n": "被测的记录（n）",
    "evidence_faults": "证据与原文不符（处）",
    "resolved_given": "是否解决双方都说得出的通话",
}
_MEASURES = {str(measure): measure for measure in Measure}
_BEYOND = 1e9


def measure_label(name: str) -> str:
    """What users call a measure or a count of a manifest; one that is not known keeps its name.

    >>> measure_label("macro_f1"), measure_label("error"), measure_label("n"), measure_label("other")
    ('三类原因宏平均 F1', '整条判断错误率 ↓', '被测的记录（n）', 'other')
    """
    measure = _MEASURES.get(name)
    if measure is None:
        return _COUNTS.get(name, name)
    return f"{measure.label} ↓" if measure.lower_is_better else measure.label


def figure_label(value: object) -> str:
    """A share as per cent, a count as it is.

    Not measured is what is neither: a manifest that somebody wrote by hand may hold numbers that no measure has, and
    that cannot be written out.

    >>> figure_label(0.80642), figure_label(1.0), figure_label(40), figure_label(None), figure_label(1e300)
    ('80.64%', '100.00%', '40', '未测', '未测')
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _BEYOND:
        return UNMEASURED
    return str(value) if isinstance(value, int) else f"{100 * value:.2f}%"


def events_of(registry: Registry, model: Listed) -> tuple[ModelEvent, ...]:
    """What was done to a model, in order: with it, and the rollbacks that gave it up for another one."""
    events = registry.history().events
    away = left(events, model.choice)
    return tuple(e for e in events if (e.shipped == model.shipped and e.model_id == model.id) or e in away)


def card_of(model: Listed) -> str:
    """The model card (Markdown); ModelError where there is none."""
    try:
        return read_plain(model.folder / CARD, LARGEST_FILES).decode("utf8")
    except (OSError, ValueError) as error:
        raise ModelError(model.refused or f"模型 {model.id} 缺少文件 {CARD}") from error


def listed_record(model: Listed) -> dict[str, object]:
    """A model as one JSON object."""
    return {
        "id": model.id,
        "folder": str(model.folder),
        "shipped": model.shipped,
        "in_use": model.in_use,
        "added_at": None if model.added_at is None else model.added_at.isoformat(),
        "refused": model.refused,
        "measures": dict(model.measures),
    }


def model_record(model: Listed, events: Sequence[ModelEvent]) -> dict[str, object]:
    """The same with its hashes, its card and its history."""
    return listed_record(model) | {
        "fits": dict(model.table("fits")),
        "code": model.code,
        "trained_on": dict(model.table("trained_on")),
        "trained_on_texts": model.text_count,
        "files": dict(model.table("files")),
        "card": card_of(model),
        "history": [event_record(event) for event in events],
    }
