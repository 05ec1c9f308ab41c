"""Measuring a model on labelled files."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from voc.domain.business_object import BusinessObjectTable
from voc.domain.evaluation import Evaluation
from voc.domain.numbers import rounded
from voc.domain.seen_texts import SeenTexts
from voc.engines.local import Engine
from voc.errors import InputError
from voc.nlp.evaluation import Judged, evaluation_of, measure_told
from voc.nlp.privacy import masked_contact
from voc.services.analyzing import SetAside
from voc.services.labelled import LabelledContact, read_labelled
from voc.services.progress import Progress, silent

Measures = dict[str, float | int | None]


def judge_files(
    paths: Sequence[Path],
    *,
    engine: Engine,
    zone: tzinfo,
    progress: Progress = silent,
    unlabelled: Callable[[Path], None] = lambda _: None,
) -> dict[Path, list[Judged]]:
    """Every labelled contact of each file beside the model's answer, in order.

    The files are read together: a survey in one may belong to a call in another. InputError where nothing is labelled.
    """
    labelled = all_labelled(paths, zone=zone, unlabelled=unlabelled)
    judged: dict[Path, list[Judged]] = {}
    for one, found in zip(labelled, judge(labelled, engine=engine, progress=progress), strict=True):
        judged.setdefault(one.path, []).append(found)
    return judged


def all_labelled(
    paths: Sequence[Path],
    *,
    zone: tzinfo,
    repeats: SetAside | None = None,
    unlabelled: Callable[[Path], None] = lambda _: None,
) -> tuple[LabelledContact, ...]:
    """The labelled contacts of all files, as `read_labelled`; InputError where there are none."""
    silent_files: list[Path] = []
    labelled = read_labelled(paths, zone=zone, repeats=repeats, unlabelled=silent_files.append)
    if not labelled:
        raise InputError(f"{'、'.join(path.name for path in paths)} 里没有标注（gold）")
    for path in silent_files:
        unlabelled(path)
    return labelled


def judge(labelled: Sequence[LabelledContact], *, engine: Engine, progress: Progress) -> list[Judged]:
    """Labelled contacts beside the model's answers, in order."""
    judged = []
    analyses = engine.analyze((one.contact for one in labelled), mask=True)
    for done, (one, analysis) in enumerate(zip(labelled, analyses, strict=True), 1):
        judged.append(Judged(one.contact, one.gold, analysis))
        progress(done, len(labelled))
    return judged


def evaluate(
    paths: Sequence[Path], *, engine: Engine, zone: tzinfo, progress: Progress = silent
) -> dict[str, Measures]:
    """The measures of the reference definition for each labelled file by its path, rounded.

    None where no case, or labels that are all alike, stand behind a measure.
    """
    judged = judge_files(paths, engine=engine, zone=zone, progress=progress)
    return {str(path): _rounded(measure_told(found, enough=True)) for path, found in judged.items()}


def evaluate_in_full(
    paths: Sequence[Path],
    *,
    engine: Engine,
    zone: tzinfo,
    objects: BusinessObjectTable,
    texts: SeenTexts | None = None,
    progress: Progress = silent,
    unlabelled: Callable[[Path], None] = lambda _: None,
) -> dict[str, tuple[Measures, Evaluation]]:
    """For each labelled file those measures, and everything else that is measured.

    `texts` are those that the model was trained on; None where it does not say. `unlabelled` is told of each file that
    gives neither labels nor surveys of a labelled call.
    """
    judged = judge_files(paths, engine=engine, zone=zone, progress=progress, unlabelled=unlabelled)
    return {
        str(path): (
            _rounded(measure_told(found, enough=True)),
            evaluation_of(found, objects, seen_in_training=_seen(found, texts)),
        )
        for path, found in judged.items()
    }


def _seen(judged: Sequence[Judged], texts: SeenTexts | None) -> int | None:
    return None if texts is None else sum(texts.holds(masked_contact(one.contact)) for one in judged)


def _rounded(measures: Measures) -> Measures:
    return {name: rounded(value) if isinstance(value, float) else value for name, value in measures.items()}
