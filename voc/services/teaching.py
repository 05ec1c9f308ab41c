"""Labelled files as what models are fitted on."""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.signals import observe
from voc.nlp.training.rows import Labelled
from voc.services.labelled import read_all_labels, read_labelled
from voc.services.progress import Progress
from voc.services.reviews.learning import ReviewedContacts

LEAST_RECORDS = 50
NO_REVIEWS = ReviewedContacts((), "")


def taught_by(
    paths: Sequence[Path],
    *,
    language: Language,
    zone: tzinfo,
    fresh: Sequence[Path],
    fresh_labels: Sequence[Path],
    reviewed: ReviewedContacts = NO_REVIEWS,
    progress: Progress,
) -> list[Labelled]:
    """The labelled contacts, masked and read.

    `fresh` are further labelled files, and `fresh_labels` labels by record id for records of any of them, that those
    who wrote the rules had not seen; neither had they the contacts `reviewed` by inspectors. InputError where there are
    too few labelled records to fit anything, and where labels contradict each other or something is given twice.
    """
    labels = read_all_labels(fresh_labels)
    labelled = read_labelled((*paths, *fresh), zone=zone, labels=labels)
    given = [(one.contact, one.gold, one.by_id or one.path in fresh) for one in labelled]
    given += [(one.contact, one.gold, True) for one in reviewed.contacts]
    if len(given) < LEAST_RECORDS:
        raise InputError(f"有标注的记录只有 {len(given)} 条，至少要 {LEAST_RECORDS} 条")
    taught = []
    for done, (contact, gold, unseen) in enumerate(given, 1):
        taught.append(Labelled(observe(masked_contact(contact), language), gold, fresh=unseen))
        progress(done, len(given))
    return taught
