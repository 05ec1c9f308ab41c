"""The history of a registry of models on disk."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from voc.domain.evaluation import Difference
from voc.domain.measures import Measure
from voc.domain.model_history import Gate, ModelAction, ModelEvent
from voc.errors import ConflictError
from voc.services.history_lines import NAME, Lines, append_line, read_lines, undone_if_it_fails

__all__ = ["NAME", "History", "append_event", "event_record", "read_history", "undone", "version_of"]
CALLED = "模型库"
History = Lines[ModelEvent]


def read_history(folder: Path) -> History:
    """The history of a registry; empty where there is none yet."""
    return read_lines(folder, _event, called=CALLED)


def version_of(history: History) -> int:
    """How often another model was taken into use, forwards or back."""
    return sum(event.action is not ModelAction.ADDED for event in history.events)


def append_event(folder: Path, event: ModelEvent, *, after: int | None = None) -> None:
    """Add an event; ConflictError where `after` is given and is not the version of the history any more."""

    def check() -> None:
        if after is not None and version_of(read_history(folder)) != after:
            raise ConflictError("现用的模型在此期间换过了，请再测、再试")

    append_line(folder, event_record(event), called=CALLED, check=check)


def undone(folder: Path, *, by: str, at: datetime) -> AbstractContextManager[None]:
    """The event that somebody adds at a moment goes again where the block fails: around the transaction that it belongs
    to."""

    def is_own(record: Mapping[str, Any]) -> bool:
        return (record.get("by"), record.get("at")) == (by, at.isoformat())

    return undone_if_it_fails(folder, is_own, called=CALLED)


def event_record(event: ModelEvent) -> dict[str, object]:
    """An event as one JSON object."""
    record: dict[str, object] = {
        "at": event.at.isoformat(),
        "by": event.by,
        "action": str(event.action),
        "model": event.model_id,
        "shipped": event.shipped,
        "reason": event.reason,
        "forced": event.forced,
    }
    return record if event.gate is None else record | {"gate": _gate_record(event.gate)}


def _gate_record(gate: Gate) -> dict[str, object]:
    return {
        "files": dict(gate.files),
        "records": gate.records,
        "texts": gate.texts,
        "seen_by_candidate": gate.seen_by_candidate,
        "seen_by_current": gate.seen_by_current,
        "tolerance": gate.tolerance,
        "incomparable": gate.incomparable,
        "measures": [
            {
                "measure": str(d.measure),
                "candidate": d.candidate,
                "current": d.current,
                "interval": list(d.interval),
                "worse_share": d.worse_share,
                "tolerance": d.tolerance,
            }
            for d in gate.differences
        ],
    }


def _event(record: Mapping[str, Any]) -> ModelEvent:
    at = datetime.fromisoformat(record["at"])
    if at.tzinfo is None:
        raise ValueError
    gate = record.get("gate")
    return ModelEvent(
        at=at,
        by=str(record["by"]),
        action=ModelAction(record["action"]),
        model_id=str(record["model"]),
        shipped=record["shipped"] is True,
        reason=str(record["reason"]),
        forced=record["forced"] is True,
        gate=None if gate is None else _gate(gate),
    )


def _gate(record: Mapping[str, Any]) -> Gate:
    incomparable = record["incomparable"]
    return Gate(
        files={str(name): str(digest) for name, digest in record["files"].items()},
        records=int(record["records"]),
        tolerance=None if record["tolerance"] is None else float(record["tolerance"]),
        differences=tuple(_difference(row) for row in record["measures"]),
        incomparable=None if incomparable is None else str(incomparable),
        # Earlier gates did not ask what the models had seen.
        **{name: _count(record.get(name)) for name in ("texts", "seen_by_candidate", "seen_by_current")},
    )


def _count(value: Any) -> int | None:
    return None if value is None else int(value)


def _difference(row: Mapping[str, Any]) -> Difference:
    low, high = map(float, row["interval"])
    return Difference(
        measure=Measure(row["measure"]),
        candidate=float(row["candidate"]),
        current=float(row["current"]),
        interval=(low, high),
        worse_share=float(row["worse_share"]),
        # Earlier gates had one tolerance for all of their measures.
        tolerance=float(row.get("tolerance", 0.0)),
    )
