"""Measuring the current model on labelled files."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from voc.domain.numbers import rounded
from voc.engines.local import Engine
from voc.errors import InputError
from voc.nlp.evaluation import Judged, measure
from voc.services.labelled import read_labelled
from voc.services.progress import Progress, silent

Measures = dict[str, float | int | None]


def evaluate(
    paths: Sequence[Path], *, engine: Engine, zone: tzinfo, progress: Progress = silent
) -> dict[str, Measures]:
    """Measures of each labelled file by its path, rounded, as the current model answers it.

    The files are read together: a survey in one may belong to a call in another. InputError where nothing is labelled.
    """
    labelled = read_labelled(paths, zone=zone)
    if not labelled:
        raise InputError(f"{'、'.join(path.name for path in paths)} 里没有标注（gold）")
    judged: dict[Path, list[Judged]] = {}
    analyses = engine.analyze((one.contact for one in labelled), mask=True)
    for done, (one, analysis) in enumerate(zip(labelled, analyses, strict=True), 1):
        judged.setdefault(one.path, []).append(Judged(one.contact, one.gold, analysis))
        progress(done, len(labelled))
    return {str(path): _rounded(measure(found)) for path, found in judged.items()}


def _rounded(measures: Measures) -> Measures:
    return {name: rounded(value) if isinstance(value, float) else value for name, value in measures.items()}
