"""Registries of small models, and a labelled file that tells them apart."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.builders import NOW
from tests.inputs import answer, write
from tests.nlp.contacts import small_model
from tests.services.stores import SHANGHAI
from voc.domain.model_history import Gate
from voc.domain.seen_texts import SeenTexts
from voc.domain.taxonomy import Cause
from voc.engines.local import OneByOne
from voc.nlp.analyzer import load_analyzer
from voc.nlp.artefact import Provenance, save_model, seen_texts
from voc.nlp.classifier import Logistic
from voc.nlp.language import Language
from voc.nlp.privacy import masked_contact
from voc.nlp.selective import EVERYTHING
from voc.services.gating import Contender, measure_gate
from voc.services.labelled import read_labelled
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


NOTHING_SEEN = SeenTexts(frozenset())


def artefact(folder: Path, language: Language, *, texts: SeenTexts | None = NOTHING_SEEN, **columns: Any) -> Path:
    """A small model on disk; it says that it has seen `texts`."""
    provenance = Provenance({"a.jsonl": "11"}, {"n": 3, "macro_f1": 0.5}, "c0de", texts)
    save_model(folder, small_model(language, **columns), language, provenance, "# 模型卡：小\n")
    return folder


def added(registry: Registry, language: Language, **columns: Any) -> str:
    """A small model in the registry, by its id."""
    folder = artefact(registry.folder.with_name("made"), language, **columns)
    return add_model(registry, folder, language=language, by="tester", at=NOW)


def labelled(path: Path, count: int = 40, *, said: Sequence[int] = range(4), copies: int = 1) -> Path:
    """Comments that name a cause in the words that the small model knows, each `copies` times.

    `said` are the numbers of what is said: product, rule, person, nothing.
    """
    rows = []
    for n in range(count):
        text, cause, factor = _SAID[said[n % len(said)]]
        found = {"causes": [cause], "primary": cause, "factors": [factor]} if cause else {"causes": [], "factors": []}
        gold = {"dissatisfied": cause is not None} | found
        rows += [answer(f"G-{n}-{k}", f"{text}，第{n}次", gold=gold) for k in range(copies)]
    return write(path, *rows)


def texts_in(path: Path, count: int | None = None) -> SeenTexts:
    """The texts of a labelled file, or of its first records."""
    rows = read_labelled([path], zone=SHANGHAI)
    return SeenTexts.of(masked_contact(row.contact) for row in rows[:count])


def contender(registry: Registry, model_id: str, **columns: SeenTexts | None) -> Contender:
    """A model of the registry, ready to answer; `texts` stands for what it says that it has seen."""
    analyzer = load_analyzer(registry.folder / model_id)
    found = Contender(OneByOne(analyzer), seen_texts(registry.folder / model_id, analyzer.language))
    return replace(found, **columns)


def measured(registry: Registry, path: Path, ours: str, theirs: str, tolerance: float | None = None) -> Gate:
    """One model of the registry against another."""
    return measure_gate(
        [path],
        candidate=contender(registry, ours),
        current=contender(registry, theirs),
        zone=SHANGHAI,
        tolerance=tolerance,
    )
