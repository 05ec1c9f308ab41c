from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.services.registries import DEAF, added, labelled
from tests.services.stores import SHANGHAI
from voc.domain.model_history import Gate
from voc.engines.local import Engine, OneByOne
from voc.errors import InputError, ModelError
from voc.nlp.analyzer import load_analyzer
from voc.nlp.language import Language
from voc.services.gating import measured_on
from voc.services.labelled import file_hash
from voc.services.promoting import candidate, promote
from voc.services.registry import Registry


def _open(folder: Path) -> AbstractContextManager[Engine]:
    return nullcontext(OneByOne(load_analyzer(folder)))


def _measured(registry: Registry, language: Language, model_id: str, text: str) -> Gate:
    model = candidate(registry, model_id, language)
    return measured_on(registry, model, text, open_engine=_open, zone=SHANGHAI, tolerance=0.01)


def test_the_records_are_named_by_their_hash_and_both_models_measured(
    registry: Registry, language: Language, tmp_path: Path
) -> None:
    good, deaf = added(registry, language), added(registry, language, **DEAF)
    promote(registry, candidate(registry, good, language), Gate({}, 40, 0.01, ()), by="x", at=NOW)
    path = labelled(tmp_path / "gate.jsonl")
    gate = _measured(registry, language, deaf, path.read_text("utf8"))
    digest = file_hash(path)
    assert gate.files == {f"gate-{digest[:12]}.jsonl": digest}
    assert (gate.records, gate.tolerance, gate.passed) == (40, 0.01, False)


def test_where_the_model_in_use_cannot_be_loaded_nothing_is_compared(
    registry: Registry, language: Language, tmp_path: Path
) -> None:
    good = added(registry, language)

    def broken(folder: Path) -> AbstractContextManager[Engine]:
        if folder == registry.shipped:
            raise ModelError("模型已损坏")
        return _open(folder)

    model, text = candidate(registry, good, language), labelled(tmp_path / "gate.jsonl").read_text("utf8")
    gate = measured_on(registry, model, text, open_engine=broken, zone=SHANGHAI, tolerance=0.01)
    assert gate.incomparable == "模型已损坏"


def test_too_few_records_are_refused(registry: Registry, language: Language, tmp_path: Path) -> None:
    few = labelled(tmp_path / "gate.jsonl", 5).read_text("utf8")
    with pytest.raises(InputError, match="只有 5 条"):
        _measured(registry, language, added(registry, language), few)
