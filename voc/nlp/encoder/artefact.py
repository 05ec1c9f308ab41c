"""A fitted encoder on disk, with what others, fitted without a text, say of it: data, of which nothing is ever run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.seen_texts import WIDTH, digest_of, plain_text
from voc.errors import ModelError
from voc.nlp.archive import DAMAGE, Arrays, packed, unpacked
from voc.nlp.encoder.network import Encoder, encoder_of
from voc.nlp.encoder.pieces import pieces_json, read_pieces
from voc.nlp.manifest import ENCODER_KIND, FITTED_SCHEMA, intact, put_sealed
from voc.nlp.passage import Passage

NUMBERS, PIECES, HELD, CARD = "encoder.npz", "pieces.json", "held_out.npz", "CARD.md"


@dataclass(frozen=True, slots=True, eq=False)
class CrossFitted:
    """An encoder, and for every text that it was fitted on the logits of one fitted without it (cross-fitting).

    `held` goes by `key_of` a text as it was given, masked.
    """

    encoder: Encoder
    held: Mapping[bytes, tuple[float, ...]] = field(repr=False)

    def answers(self, passage: Passage) -> Mapping[str, float]:
        """By label, what an encoder that was not fitted on it says of a comment."""
        logits = self.held.get(key_of(passage.reading.given))
        if logits is None:
            return self.encoder.answers(passage.text)
        return dict(zip(self.encoder.labels, logits, strict=True))


def key_of(text: str) -> bytes:
    """What stands for a text that is not to be kept, as among the texts that a model has seen."""
    return digest_of(plain_text(text))


def save_encoder(folder: Path, fitted: CrossFitted, trained_on: Mapping[str, str], card: str) -> None:
    """Write the artefact into a folder; same encoder, same bytes. OSError where it cannot be written."""
    keys = sorted(fitted.held)
    held: dict[str, NDArray[Any]] = {
        "keys": np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), WIDTH),
        "logits": np.array([fitted.held[key] for key in keys], dtype=np.float16).reshape(
            len(keys), len(fitted.encoder.labels)
        ),
    }
    files = {
        NUMBERS: packed(fitted.encoder.numbers),
        PIECES: pieces_json(fitted.encoder.pieces),
        HELD: packed(held),
        CARD: card.encode("utf8"),
    }
    manifest: dict[str, Any] = {
        "schema": FITTED_SCHEMA,
        "kind": ENCODER_KIND,
        **fitted.encoder.settings,
        "trained_on": dict(sorted(trained_on.items())),
    }
    put_sealed(folder, manifest, files)


def load_encoder(folder: Path, labels: tuple[str, ...]) -> CrossFitted:
    """ModelError with the reason where it is missing, damaged or answers other labels."""
    found = intact(folder, kind=ENCODER_KIND, needed=(NUMBERS, PIECES, HELD, CARD))
    try:
        encoder = encoder_of(unpacked(found.files[NUMBERS]), found.manifest, read_pieces(found.files[PIECES]))
        held = _read_held(unpacked(found.files[HELD]), len(encoder.labels))
    except DAMAGE as error:
        raise ModelError(f"编码器 {folder.name} 的内容不完整：{type(error).__name__}") from error
    if encoder.labels != labels:
        raise ModelError(f"编码器 {folder.name} 认的标签与当前的分类表不相配，请重新拟合（voc fit-encoder）")
    return CrossFitted(encoder, held)


def _read_held(arrays: Arrays, labels: int) -> dict[bytes, tuple[float, ...]]:
    keys, logits = arrays["keys"], arrays["logits"]
    if keys.dtype != np.uint8 or keys.shape != (len(keys), WIDTH):
        raise ValueError("other keys than texts have")
    if logits.dtype != np.float16 or logits.shape != (len(keys), labels):
        raise ValueError("other answers than an encoder gives")
    held = {key.tobytes(): tuple(row) for key, row in zip(keys, logits.tolist(), strict=True)}
    if len(held) != len(keys) or not np.isfinite(logits).all():
        raise ValueError("answers that are none, or two of one text")
    return held
