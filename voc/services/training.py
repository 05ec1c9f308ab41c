"""Training models on labelled files."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from voc.domain.foreign_factors import foreign_factors
from voc.domain.gold_keys import misspelt_keys
from voc.domain.seen_texts import SeenTexts
from voc.errors import InputError
from voc.export.atomic import why
from voc.nlp.analyzer import code_hash
from voc.nlp.artefact import Provenance, save_model
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import CrossFitted, key_of, load_encoder
from voc.nlp.gold import masked_code
from voc.nlp.language import Language
from voc.nlp.manifest import ENCODER_KIND, MANIFEST, kind_of
from voc.nlp.training import Labelled, Trained, train_model
from voc.services.labelled import file_hash
from voc.services.model_card import model_card
from voc.services.origins import Origin, origin_of, source_names
from voc.services.placing import require_place
from voc.services.progress import Progress, silent
from voc.services.reviews.learning import ReviewedContacts
from voc.services.teaching import NO_REVIEWS, taught_by

# What the reviews in the database are called among the sources of a model.
REVIEWS = "复核（数据库）"
# What the manifest of its encoder is called among them, which names all files of it.
ENCODER = "编码器"


def train(
    paths: Sequence[Path],
    folder: Path,
    *,
    language: Language,
    zone: tzinfo,
    fresh: Sequence[Path] = (),
    fresh_labels: Sequence[Path] = (),
    reviewed: ReviewedContacts = NO_REVIEWS,
    encoder: Path | None = None,
    progress: Progress = silent,
    step: Callable[[str], None] = lambda _: None,
) -> tuple[str, Trained]:
    """Fit a model on labelled files and write its artefact; returns its id and itself.

    `fresh`, `fresh_labels` and `reviewed` as for `taught_by`; `encoder` is the folder of a fitted encoder, which reads
    the comments as well. InputError as there, and, before anything is read, where the folder cannot be written;
    ModelError for an encoder that cannot be used.
    """
    require_place(folder)
    if kind_of(folder) == ENCODER_KIND:
        raise InputError(f"{folder} 里是编码器，模型要写到别的目录")
    reader = None if encoder is None else load_encoder(encoder, encoded_labels(language.taxonomy))
    named = source_names((*paths, *fresh, *fresh_labels))
    # Before they are read: what is changed while the model is fitted is not what it was taught.
    hashes = {name: file_hash(path) for name, path in named.items()}
    origins = {name: origin_of(path) for name, path in named.items()}
    if encoder is not None:
        hashes[ENCODER] = file_hash(encoder / MANIFEST)
    taught = taught_by(
        paths,
        language=language,
        zone=zone,
        fresh=fresh,
        fresh_labels=fresh_labels,
        reviewed=reviewed,
        progress=progress,
    )
    trained = train_model(taught, language, progress=step, encoder=reader)
    for told in (foreign_factors(_named(taught), language.taxonomy), misspelt_keys(_unread(taught))):
        if told is not None:
            trained = replace(trained, warnings=(*trained.warnings, told))
    unanswered = 0 if reader is None else _unanswered(taught, reader)
    if unanswered:
        told = (
            f"编码器拟合时没有 {unanswered} 条评论；文字改过而它见过的，测得的数字会偏高，请重新拟合（voc fit-encoder）"
        )
        trained = replace(trained, warnings=(*trained.warnings, told))
    if reviewed.contacts:
        hashes[REVIEWS], origins[REVIEWS] = reviewed.content_hash, Origin.REVIEWS
    card = model_card(trained, language, dict(sorted(origins.items())), len(taught))
    rounded = {name: None if v is None else round(v, 4) for name, v in trained.measures.items()}
    texts = SeenTexts.of(one.observed.contact for one in taught)
    if reader is not None:
        # What its encoder was fitted on, the model has seen.
        texts = SeenTexts(texts.digests | reader.held.keys())
    try:
        return save_model(
            folder, trained.model, language, Provenance(hashes, rounded, code_hash(), texts), card
        ), trained
    except OSError as error:
        raise InputError(f"无法写入 {folder}：{why(error)}") from error


def _named(taught: Sequence[Labelled]) -> Counter[str]:
    """The records labelled with each factor."""
    return Counter(masked_code(code) for one in taught for code in one.gold.named_factors)


def _unread(taught: Sequence[Labelled]) -> Counter[str]:
    """The records whose labels have each key that nobody reads."""
    return Counter(key for one in taught for key in one.gold.unread_keys)


def _unanswered(taught: Sequence[Labelled], encoder: CrossFitted) -> int:
    """How many comments by themselves no encoder was fitted without: new ones, or old ones that read otherwise now."""
    own = [one.observed for one in taught if one.whole and not one.spoken]
    texts = [observed.passages[i].reading.given for observed in own for i in observed.comments]
    return sum(key_of(text) not in encoder.held for text in texts)
