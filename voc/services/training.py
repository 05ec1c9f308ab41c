"""Training models on labelled files."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from voc.errors import InputError
from voc.nlp.analyzer import code_hash
from voc.nlp.artefact import Provenance, save_model
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.signals import observe
from voc.nlp.training import Labelled, Trained, train_model
from voc.services.labelled import file_hash, read_labelled, read_labels
from voc.services.model_card import model_card
from voc.services.progress import Progress, silent

LEAST_RECORDS = 50


def train(
    paths: Sequence[Path],
    folder: Path,
    *,
    language: Language,
    zone: tzinfo,
    fresh: Sequence[Path] = (),
    fresh_labels: Sequence[Path] = (),
    progress: Progress = silent,
    step: Callable[[str], None] = lambda _: None,
) -> tuple[str, Trained]:
    """Fit a model on labelled files and write its artefact; returns its id and itself.

    `fresh` are further labelled files, and `fresh_labels` labels by record id for records of any of them, that those
    who wrote the rules had not seen. InputError where there are too few labelled records to fit anything.
    """
    labels = {key: gold for path in fresh_labels for key, gold in read_labels(path).items()}
    labelled = read_labelled((*paths, *fresh), zone=zone, labels=labels)
    if len(labelled) < LEAST_RECORDS:
        raise InputError(f"有标注的记录只有 {len(labelled)} 条，至少要 {LEAST_RECORDS} 条")
    observed = []
    for done, one in enumerate(labelled, 1):
        unseen = one.by_id or one.path in fresh
        observed.append(Labelled(observe(masked_contact(one.contact), language), one.gold, fresh=unseen))
        progress(done, len(labelled))
    trained = train_model(observed, language, progress=step)
    sources = {path.name: file_hash(path) for path in (*paths, *fresh, *fresh_labels)}
    card = model_card(trained, language, sorted(sources), len(labelled))
    rounded = {name: None if v is None else round(v, 4) for name, v in trained.measures.items()}
    return save_model(folder, trained.model, language, Provenance(sources, rounded, code_hash()), card), trained
