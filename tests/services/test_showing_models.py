import json
import os

import pytest

from tests.builders import NOW
from tests.services.registries import added
from voc.domain.model_history import Gate, ModelAction
from voc.errors import ModelError
from voc.nlp.artefact import CARD, TRAINED_ON
from voc.nlp.language import Language
from voc.services.promoting import promote
from voc.services.registry import Registry, find, listed
from voc.services.showing_models import card_of, events_of, listed_record, model_record


def test_a_model_is_shown_with_its_card_hashes_measures_and_history(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    promote(registry, find(registry, model_id, language), Gate({}, 40, 0.0, ()), by="x", at=NOW)
    model = find(registry, model_id, language)
    events = events_of(registry, model)
    record = json.loads(json.dumps(model_record(model, events)))
    assert [e.action for e in events] == [ModelAction.ADDED, ModelAction.PROMOTED]
    assert (record["id"], record["in_use"], record["shipped"], record["refused"]) == (model_id, True, False, None)
    assert (record["added_at"], record["code"]) == (NOW.isoformat(), "c0de")
    assert record["measures"]["macro_f1"] == 0.5
    assert record["fits"]["rules"] == language.rules_hash
    assert set(record["files"]) == {"arrays.npz", "vocabulary.json", CARD, TRAINED_ON}
    assert (record["trained_on"], record["trained_on_texts"]) == ({"a.jsonl": "11"}, 0)
    assert record["card"].startswith("# 模型卡")
    assert [e["action"] for e in record["history"]] == ["added", "promoted"]


def test_the_shipped_model_has_no_date_and_no_history(registry: Registry, language: Language) -> None:
    [model] = listed(registry, language)
    assert (listed_record(model)["added_at"], listed_record(model)["shipped"]) == (None, True)
    assert events_of(registry, model) == ()


def test_a_missing_card_is_named(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    (registry.folder / model_id / CARD).unlink()
    with pytest.raises(ModelError, match=f"缺少文件 {CARD}"):
        card_of(find(registry, model_id, language))


def test_a_pipe_in_place_of_a_card_is_told_and_keeps_nobody_waiting(registry: Registry, language: Language) -> None:
    card = registry.folder / added(registry, language) / CARD
    card.unlink()
    os.mkfifo(card)
    with pytest.raises(ModelError, match=f"{CARD} 已损坏或被改动：不是普通文件"):
        card_of(find(registry, card.parent.name, language))
