"""Measuring a model on labelled records that come as one text."""

import hashlib
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from voc.domain.model_history import Gate
from voc.engines.local import Engine
from voc.errors import ModelError
from voc.services.promoting import measure_gate
from voc.services.registry import Listed, Registry

OpenEngine = Callable[[Path], AbstractContextManager[Engine]]


def measured_on(
    registry: Registry,
    model: Listed,
    labelled: str,
    *,
    open_engine: OpenEngine,
    zone: tzinfo,
    tolerance: float | None,
) -> Gate:
    """A model against the one in use on labelled records (JSONL); they are named by their hash. InputError: too few."""
    with tempfile.TemporaryDirectory(prefix="voc-") as folder, ExitStack() as stack:
        name = f"gate-{hashlib.sha256(labelled.encode()).hexdigest()[:12]}.jsonl"
        path = Path(folder) / name
        path.write_text(labelled, encoding="utf8")
        ours = stack.enter_context(open_engine(model.folder))
        theirs: Engine | str
        try:
            theirs = stack.enter_context(open_engine(registry.place(registry.in_use())))
        except ModelError as error:
            theirs = str(error)
        measured = measure_gate([path], candidate=ours, current=theirs, zone=zone, tolerance=tolerance)
    return replace(measured, files=dict(zip([name], measured.files.values(), strict=True)))
