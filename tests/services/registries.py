"""Registries of small models, and a labelled file that tells them apart."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.builders import NOW
from tests.inputs import answer, write
from tests.nlp.contacts import small_model
from voc.domain.taxonomy import Cause
from voc.nlp.artefact import Provenance, save_model
from voc.nlp.classifier import Logistic
from voc.nlp.language import Language
from voc.nlp.selective import EVERYTHING
from voc.services.registry import Registry, add_model
from voc.settings import DEFAULT_MODEL, shipped

SHIPPED_FOLDER = shipped("models") / DEFAULT_MODEL
GOOD: dict[str, Any] = {}
# As good: it only hands more to a person.
CAUTIOUS = {"selection": replace(EVERYTHING, threshold=0.3)}
# Takes every comment for content.
DEAF = {"comment_dissatisfied": Logistic(-9.0, {})}
# Finds no person.
BLIND = {"comment_cause": {c: Logistic(-9.0 if c is Cause.PERSON else 0.0, {"whole": 1.0}) for c in Cause}}
# Names the right causes, the wrong factors, and asks a person every time.
RUINED = {"factor": Logistic(0.0, {"whole": -1.0, "vote": -9.0}), "selection": replace(EVERYTHING, threshold=1.1)}

_SAID = (
    ("手机银行总是闪退", "product", "product.stability"),
    ("非得去网点才能办", "rule", "rule.channel"),
    ("态度太差", "person", "person.attitude"),
    ("挺好的", None, None),
)


def artefact(folder: Path, language: Language, *, trained_on: dict[str, str] | None = None, **columns: Any) -> Path:
    """A small model on disk."""
    provenance = Provenance(trained_on or {"a.jsonl": "11"}, {"n": 3, "macro_f1": 0.5}, "c0de")
    save_model(folder, small_model(language, **columns), language, provenance, "# 模型卡：小\n")
    return folder


def added(registry: Registry, language: Language, **columns: Any) -> str:
    """A small model in the registry, by its id."""
    folder = artefact(registry.folder.with_name("made"), language, **columns)
    return add_model(registry, folder, language=language, by="tester", at=NOW)


def labelled(path: Path, count: int = 40) -> Path:
    """Comments that name a cause in the words that the small model knows."""
    rows = []
    for n in range(count):
        text, cause, factor = _SAID[n % len(_SAID)]
        found = {"causes": [cause], "primary": cause, "factors": [factor]} if cause else {"causes": [], "factors": []}
        rows.append(answer(f"G-{n}", f"{text}，第{n}次", gold={"dissatisfied": cause is not None} | found))
    return write(path, *rows)
