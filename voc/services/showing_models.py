"""What is known of a model, for people and for programs."""

from collections.abc import Sequence

from voc.domain.model_history import ModelEvent
from voc.errors import ModelError
from voc.nlp.artefact import CARD
from voc.services.model_history import event_record
from voc.services.registry import Listed, Registry

UNMEASURED = "未测"


def events_of(registry: Registry, model: Listed) -> tuple[ModelEvent, ...]:
    """What was done to a model, in order."""
    return tuple(e for e in registry.history().events if e.shipped == model.shipped and e.model_id == model.id)


def card_of(model: Listed) -> str:
    """The model card (Markdown); ModelError where there is none."""
    try:
        return (model.folder / CARD).read_text(encoding="utf8")
    except (OSError, ValueError) as error:
        raise ModelError(f"模型 {model.id} 缺少文件 {CARD}") from error


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
