"""Measuring a model on labelled files."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from voc.domain.business_object import BusinessObjectTable
from voc.domain.evaluation import Evaluation
from voc.domain.numbers import rounded
from voc.engines.local import Engine
from voc.errors import InputError
from voc.nlp.evaluation import Judged, evaluation_of, measure
from voc.services.labelled import read_labelled
from voc.services.progress import Progress, silent

Measures = dict[str, float | int | None]


def judge_files(
    paths: Sequence[Path], *, engine: Engine, zone: tzinfo, progress: Progress = silent
) -> dict[Path, list[Judged]]:
    """Every labelled contact of each file beside the model's answer, in order.

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
    return judged


def evaluate(
    paths: Sequence[Path], *, engine: Engine, zone: tzinfo, progress: Progress = silent
) -> dict[str, Measures]:
    """The measures of the reference definition for each labelled file by its path, rounded."""
    judged = judge_files(paths, engine=engine, zone=zone, progress=progress)
    return {str(path): _rounded(measure(found)) for path, found in judged.items()}


def evaluate_in_full(
    paths: Sequence[Path],
    *,
    engine: Engine,
    zone: tzinfo,
    objects: BusinessObjectTable,
    progress: Progress = silent,
) -> dict[str, tuple[Measures, Evaluation]]:
    """For each labelled file those measures, and everything else that is measured."""
    judged = judge_files(paths, engine=engine, zone=zone, progress=progress)
    return {str(path): (_rounded(measure(found)), evaluation_of(found, objects)) for path, found in judged.items()}


def _rounded(measures: Measures) -> Measures:
    return {name: rounded(value) if isinstance(value, float) else value for name, value in measures.items()}
