"""A model on disk: numbers as npz without pickle, words and settings as JSON, each named by its hash in the manifest.

Nothing in these files is ever run: arrays are read with `allow_pickle=False`, the rest is JSON.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.moments import PeakEndWeights
from voc.domain.taxonomy import Cause
from voc.errors import ModelError
from voc.nlp.classifier import Logistic, TextModel, labels_of
from voc.nlp.features import Vocabulary
from voc.nlp.language import Language
from voc.nlp.manifest import (
    MANIFEST,
    SCHEMA,
    as_json,
    content_hash,
    fits_of,
    read_manifest,
    sealed,
    verified,
)
from voc.nlp.verdict import Model

__all__ = [
    "ARRAYS",
    "CARD",
    "MANIFEST",
    "VOCABULARY",
    "Provenance",
    "load_model",
    "model_id",
    "read_manifest",
    "save_model",
]

ARRAYS, VOCABULARY, CARD = "arrays.npz", "vocabulary.json", "CARD.md"
_ARRAYS = ("idf", "weights", "bias", "slope", "offset")
# What reading a damaged archive, or JSON of another form, may raise.
_DAMAGE = (
    *(KeyError, TypeError, ValueError, AttributeError, EOFError, OSError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a model comes from: hashes of what it was trained on (by file name), its measures, the hash of the code."""

    trained_on: Mapping[str, str] = field(hash=False)
    measures: Mapping[str, Any] = field(hash=False)
    code: str = ""


def save_model(folder: Path, model: Model, language: Language, provenance: Provenance, card: str) -> str:
    """Write the artefact into a folder (made if need be) and return its id; same model, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        ARRAYS: _packed(model.text),
        VOCABULARY: as_json(list(model.text.vocabulary.terms)),
        CARD: card.encode("utf8"),
    }
    manifest = {
        "schema": SCHEMA,
        "id": model_id(model),
        "labels": list(model.text.labels),
        "combiners": {name: _combiner(logistic) for name, logistic in _combiners(model).items()},
        "thresholds": _thresholds(model),
        "abstain_below": model.abstain_below,
        "peak_end": {"peak": model.peak_end.peak, "end": model.peak_end.end},
        "fits": fits_of(language),
        "code": provenance.code,
        "trained_on": dict(sorted(provenance.trained_on.items())),
        "measures": provenance.measures,
        "files": {name: content_hash(content) for name, content in sorted(files.items())},
    }
    for name, content in (*files.items(), (MANIFEST, as_json(sealed(manifest)))):
        (folder / name).write_bytes(content)
    return str(manifest["id"])


def load_model(folder: Path, language: Language) -> Model:
    """Read an artefact; ModelError with the reason when it is missing, damaged, or made for other rules or words."""
    found = verified(folder, language, needed=(ARRAYS, VOCABULARY, CARD))
    manifest, files = found.manifest, found.files
    try:
        arrays = _unpacked(files[ARRAYS])
        terms = [str(term) for term in json.loads(files[VOCABULARY])]
        text = TextModel(
            Vocabulary.of(terms, arrays["idf"]),
            tuple(manifest["labels"]),
            weights=arrays["weights"],
            bias=arrays["bias"],
            slope=arrays["slope"],
            offset=arrays["offset"],
        )
        combiners = {name: _read_combiner(table) for name, table in manifest["combiners"].items()}
        model = Model(
            str(manifest["id"]),
            text,
            comment_dissatisfied=combiners["comment_dissatisfied"],
            call_dissatisfied=combiners["call_dissatisfied"],
            comment_cause={c: combiners[f"comment_{c}"] for c in Cause},
            call_cause=combiners["call_cause"],
            factor=combiners["factor"],
            thresholds={c: float(manifest["thresholds"][str(c)]) for c in Cause},
            call_threshold=float(manifest["thresholds"]["call"]),
            factor_threshold=float(manifest["thresholds"]["factor"]),
            abstain_below=float(manifest["abstain_below"]),
            peak_end=PeakEndWeights(**manifest["peak_end"]),
        )
    except _DAMAGE as error:
        raise ModelError(f"模型 {folder.name} 的内容不完整：{type(error).__name__}") from error
    _check_shapes(folder, text, language)
    if model_id(model) != model.id:
        raise ModelError(f"模型 {folder.name} 的内容与编号不符")
    return model


def model_id(model: Model) -> str:
    """12 hexadecimal digits over everything the model decides by."""
    digest = hashlib.sha256()
    digest.update(as_json(list(model.text.labels)))
    digest.update(as_json(list(model.text.vocabulary.terms)))
    for name in _ARRAYS:
        digest.update(np.ascontiguousarray(_array(model.text, name)).tobytes())
    digest.update(as_json([_combiner(logistic) for logistic in _combiners(model).values()]))
    digest.update(as_json([_thresholds(model), model.abstain_below]))
    digest.update(as_json([model.peak_end.peak, model.peak_end.end]))
    return digest.hexdigest()[:12]


def _check_shapes(folder: Path, text: TextModel, language: Language) -> None:
    terms, labels = len(text.vocabulary.terms), len(text.labels)
    right = (
        text.labels == labels_of(language.taxonomy)
        and text.vocabulary.idf.shape == (terms,)
        and text.weights.shape == (terms, labels)
        and all(array.shape == (labels,) for array in (text.bias, text.slope, text.offset))
    )
    if not right:
        raise ModelError(f"模型 {folder.name} 的数组形状与词表或分类表不符")


def _array(text: TextModel, name: str) -> NDArray[np.float32]:
    return {
        "idf": text.vocabulary.idf,
        "weights": text.weights,
        "bias": text.bias,
        "slope": text.slope,
        "offset": text.offset,
    }[name]


def _packed(text: TextModel) -> bytes:
    """An npz whose bytes depend on nothing but the numbers: `np.savez` would write the time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in _ARRAYS:
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(_array(text, name)), allow_pickle=False)
            stamp = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            stamp.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(stamp, member.getvalue())
    return buffer.getvalue()


def _unpacked(content: bytes) -> Mapping[str, NDArray[np.float32]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: np.asarray(archive[name], dtype=np.float32) for name in _ARRAYS}


def _combiners(model: Model) -> dict[str, Logistic]:
    return {
        "comment_dissatisfied": model.comment_dissatisfied,
        "call_dissatisfied": model.call_dissatisfied,
        **{f"comment_{c}": model.comment_cause[c] for c in Cause},
        "call_cause": model.call_cause,
        "factor": model.factor,
    }


def _thresholds(model: Model) -> dict[str, float]:
    by_cause = {str(c): model.thresholds[c] for c in Cause}
    return by_cause | {"call": model.call_threshold, "factor": model.factor_threshold}


def _combiner(logistic: Logistic) -> dict[str, object]:
    return {"bias": logistic.bias, "weights": dict(sorted(logistic.weights.items()))}


def _read_combiner(table: Mapping[str, Any]) -> Logistic:
    return Logistic(float(table["bias"]), {str(k): float(v) for k, v in table["weights"].items()})
