"""A model on disk: numbers as npz without pickle, words and settings as JSON, each named by its hash in the manifest.

Nothing in these files is ever run: arrays are read without pickle (`voc.nlp.archive`), the rest is JSON.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voc.domain.seen_texts import SeenTexts
from voc.errors import ModelError
from voc.nlp.archive import DAMAGE, packed, unpacked
from voc.nlp.encoder.pieces import pieces_json, read_pieces
from voc.nlp.language import Language
from voc.nlp.manifest import ENCODER_SCHEMA, SCHEMA, as_json, fits_of, put_sealed, verified
from voc.nlp.model import Model
from voc.nlp.packing import arrays_of, fits_together, model_id, model_of, settings_of

ARRAYS, VOCABULARY, CARD, TRAINED_ON = "arrays.npz", "vocabulary.json", "CARD.md", "trained_on.bin"
PIECES = "pieces.json"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a model comes from: hashes of what it was trained on (by file name), its measures, the hash of the code.

    `texts` tell which records it has seen; None where nobody kept them.
    """

    trained_on: Mapping[str, str] = field(hash=False)
    measures: Mapping[str, Any] = field(hash=False)
    code: str = ""
    texts: SeenTexts | None = None


def save_model(folder: Path, model: Model, language: Language, provenance: Provenance, card: str) -> str:
    """Write the artefact into a folder (made if need be) and return its id; same model, same bytes.

    A model that was there stays whole until the new one is. OSError where it cannot be written, or the folder holds
    something else.
    """
    files = {
        ARRAYS: packed(arrays_of(model)),
        VOCABULARY: as_json(list(model.text.vocabulary.terms)),
        CARD: card.encode("utf8"),
    }
    if model.encoder is not None:
        files[PIECES] = pieces_json(model.encoder.pieces)
    if provenance.texts is not None:
        files[TRAINED_ON] = bytes(provenance.texts)
    manifest = {
        "schema": SCHEMA if model.encoder is None else ENCODER_SCHEMA,
        "id": model_id(model),
        **settings_of(model),
        "fits": fits_of(language),
        "code": provenance.code,
        "trained_on": dict(sorted(provenance.trained_on.items())),
        "trained_on_texts": None if provenance.texts is None else len(provenance.texts.digests),
        "measures": provenance.measures,
    }
    put_sealed(folder, manifest, files)
    return str(manifest["id"])


def seen_texts(folder: Path, language: Language) -> SeenTexts | None:
    """The texts that a model was trained on; None where its artefact does not say. ModelError as in `load_model`."""
    content = verified(folder, language).files.get(TRAINED_ON)
    try:
        return None if content is None else SeenTexts.read(content)
    except ValueError as error:
        raise ModelError(f"模型 {folder.name} 的文件 {TRAINED_ON} 已损坏") from error


def load_model(folder: Path, language: Language) -> Model:
    """Read an artefact; ModelError with the reason when it is missing, damaged, or made for other rules or words."""
    found = verified(folder, language, needed=(ARRAYS, VOCABULARY, CARD))
    try:
        terms = [str(term) for term in json.loads(found.files[VOCABULARY])]
        "".join(terms).encode("utf8")  # half a character can be no term
        pieces = None if found.manifest.get("encoder") is None else read_pieces(found.files[PIECES])
        model = model_of(str(found.manifest["id"]), unpacked(found.files[ARRAYS]), found.manifest, terms, pieces)
    except DAMAGE as error:
        raise ModelError(f"模型 {folder.name} 的内容不完整：{type(error).__name__}") from error
    if not fits_together(model, language.taxonomy):
        raise ModelError(f"模型 {folder.name} 的数组形状与词表或分类表不符，或含有不是有限数的数")
    if model_id(model) != model.id:
        raise ModelError(f"模型 {folder.name} 的内容与编号不符")
    return model
