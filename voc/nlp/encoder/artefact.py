"""A fitted encoder on disk, with what others, fitted without a text, say of it: data, of which nothing is ever run."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.seen_texts import WIDTH, digest_of, plain_text
from voc.errors import ModelError
from voc.nlp import archive
from voc.nlp.encoder.network import Encoder, encoder_of
from voc.nlp.encoder.pieces import pieces_json, read_pieces
from voc.nlp.manifest import MANIFEST, SCHEMA, as_json, content_hash, intact, sealed
from voc.nlp.swapping import put_files

NUMBERS, PIECES, HELD, CARD = "encoder.npz", "pieces.json", "held_out.npz", "CARD.md"
_OWN = frozenset((MANIFEST, NUMBERS, PIECES, HELD, CARD))
_DAMAGE = (KeyError, TypeError, ValueError, OSError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, slots=True, eq=False)
class Studied:
    """An encoder, and the logits that were given, by an encoder that had not seen it, to each text it was fitted on.

    `held` goes by `key_of` a text.
    """

    encoder: Encoder
    held: Mapping[bytes, tuple[float, ...]] = field(repr=False)

    def answers(self, text: str) -> Mapping[str, float]:
        """By label, what an encoder that was not fitted on a text says of it."""
        logits = self.held.get(key_of(text)) or self.encoder.logits(text)
        return dict(zip(self.encoder.labels, logits, strict=True))


def key_of(text: str) -> bytes:
    """What stands for a text that is not to be kept."""
    return digest_of(plain_text(text))


def save_encoder(folder: Path, studied: Studied, trained_on: Mapping[str, str], card: str) -> None:
    """Write the artefact into a folder; same encoder, same bytes. OSError where it cannot be written."""
    keys = sorted(studied.held)
    held: dict[str, NDArray[Any]] = {
        "keys": np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), WIDTH),
        "logits": np.array([studied.held[key] for key in keys], dtype=np.float16),
    }
    files = {
        NUMBERS: archive.packed(studied.encoder.numbers),
        PIECES: pieces_json(studied.encoder.pieces),
        HELD: archive.packed(held),
        CARD: card.encode("utf8"),
    }
    manifest: dict[str, Any] = {
        "schema": SCHEMA,
        **studied.encoder.settings,
        "trained_on": dict(sorted(trained_on.items())),
        "files": {name: content_hash(content) for name, content in sorted(files.items())},
    }
    put_files(folder, files | {MANIFEST: as_json(sealed(manifest))}, own=_OWN)


def load_encoder(folder: Path, labels: tuple[str, ...]) -> Studied:
    """ModelError with the reason where it is missing, damaged or answers other labels."""
    if not (folder / MANIFEST).is_file():
        raise ModelError(f"找不到编码器 {folder}（缺少 {MANIFEST}）")
    found = intact(folder, needed=(NUMBERS, PIECES, HELD, CARD))
    try:
        pieces, numbers = read_pieces(found.files[PIECES]), archive.unpacked(found.files[NUMBERS])
        encoder = encoder_of(numbers, found.manifest, pieces)
        held = archive.unpacked(found.files[HELD])
        answers = {key.tobytes(): tuple(row) for key, row in zip(held["keys"], held["logits"].tolist(), strict=True)}
    except _DAMAGE as error:
        raise ModelError(f"编码器 {folder.name} 的内容不完整：{type(error).__name__}") from error
    if encoder.labels != labels:
        raise ModelError(f"编码器 {folder.name} 认的标签与当前的分类表不相配，请重新拟合（voc fit-encoder）")
    return Studied(encoder, answers)
