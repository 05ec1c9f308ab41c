"""Measuring the current model on labelled files."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from voc.engines.local import Engine
from voc.errors import InputError
from voc.nlp.evaluation import Judged, measure
from voc.services.labelled import read_labelled
from voc.services.progress import Progress, silent

Measures = dict[str, float | int | None]


def evaluate(
    paths: Sequence[Path], *, engine: Engine, zone: tzinfo, progress: Progress = silent
) -> dict[str, Measures]:
    """Measures of each labelled file by its name, as the current model answers it."""
    results = {}
    for path in paths:
        labelled = read_labelled([path], zone=zone)
        if not labelled:
            raise InputError(f"{path.name} 里没有标注（gold）")
        judged = []
        analyses = engine.analyze((one.contact for one in labelled), mask=True)
        for done, (one, analysis) in enumerate(zip(labelled, analyses, strict=True), 1):
            judged.append(Judged(one.contact, one.gold, analysis))
            progress(done, len(labelled))
        results[str(path)] = measure(judged)
    return results
