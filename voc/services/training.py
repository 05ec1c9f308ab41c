"""Training models on labelled files."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path

from voc.domain.seen_texts import SeenTexts
from voc.errors import InputError
from voc.export.atomic import why
from voc.nlp.analyzer import code_hash
from voc.nlp.artefact import Provenance, save_model
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.signals import observe
from voc.nlp.training import Labelled, Trained, train_model
from voc.services.labelled import file_hash, read_all_labels, read_labelled
from voc.services.model_card import model_card
from voc.services.origins import Origin, origin_of, source_names
from voc.services.placing import require_place
from voc.services.progress import Progress, silent
from voc.services.reviews.learning import ReviewedContacts

LEAST_RECORDS = 50
# What the reviews in the database are called among the sources of a model.
REVIEWS = "复核（数据库）"
NO_REVIEWS = ReviewedContacts((), "")


def train(
    paths: Sequence[Path],
    folder: Path,
    *,
    language: Language,
    zone: tzinfo,
    fresh: Sequence[Path] = (),
    fresh_labels: Sequence[Path] = (),
    reviewed: ReviewedContacts = NO_REVIEWS,
    progress: Progress = silent,
    step: Callable[[str], None] = lambda _: None,
) -> tuple[str, Trained]:
    """Fit a model on labelled files and write its artefact; returns its id and itself.

    `fresh` are further labelled files, and `fresh_labels` labels by record id for records of any of them, that those
    who wrote the rules had not seen; neither had they the contacts `reviewed` by inspectors. InputError where there are
    too few labelled records to fit anything, where labels contradict each other or something is given twice, and,
    before anything is read, where the folder cannot be written.
    """
    require_place(folder)
    labels = read_all_labels(fresh_labels)
    labelled = read_labelled((*paths, *fresh), zone=zone, labels=labels)
    given = [(one.contact, one.gold, one.by_id or one.path in fresh) for one in labelled]
    given += [(one.contact, one.gold, True) for one in reviewed.contacts]
    if len(given) < LEAST_RECORDS:
        raise InputError(f"有标注的记录只有 {len(given)} 条，至少要 {LEAST_RECORDS} 条")
    masked = [masked_contact(contact) for contact, _, _ in given]
    observed = []
    for done, (contact, (_, gold, unseen)) in enumerate(zip(masked, given, strict=True), 1):
        observed.append(Labelled(observe(contact, language), gold, fresh=unseen))
        progress(done, len(given))
    trained = train_model(observed, language, progress=step)
    named = source_names((*paths, *fresh, *fresh_labels))
    hashes = {name: file_hash(path) for name, path in named.items()}
    origins = {name: origin_of(path) for name, path in named.items()}
    if reviewed.contacts:
        hashes[REVIEWS], origins[REVIEWS] = reviewed.content_hash, Origin.REVIEWS
    card = model_card(trained, language, dict(sorted(origins.items())), len(given))
    rounded = {name: None if v is None else round(v, 4) for name, v in trained.measures.items()}
    provenance = Provenance(hashes, rounded, code_hash(), SeenTexts.of(masked))
    try:
        return save_model(folder, trained.model, language, provenance, card), trained
    except OSError as error:
        raise InputError(f"无法写入 {folder}：{why(error)}") from error
