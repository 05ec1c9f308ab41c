from pathlib import Path

import pytest

from tests.services.registries import added
from voc.clock import now
from voc.domain.choices import SHIPPED
from voc.domain.model_history import ModelAction, ModelEvent
from voc.errors import InputError, NotFoundError
from voc.nlp.language import Language
from voc.opening import analysis_engine, chosen_engine, open_database, open_registry, open_store
from voc.services.model_history import append_event
from voc.settings import load_settings


def test_an_empty_database_is_set_up_only_where_that_is_asked(own_home: Path) -> None:
    settings = load_settings()
    with pytest.raises(NotFoundError, match="还没有数据"):
        open_store(settings)
    open_store(settings, create=True).database.dispose()
    open_store(settings).database.dispose()


def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_DATABASE_URL", "哪里")
    with pytest.raises(InputError, match="VOC_DATABASE_URL"):
        open_database(load_settings())


def test_what_somebody_should_see_goes_to_whoever_opens(own_home: Path, language: Language) -> None:
    registry, told = open_registry(load_settings()), list[str]()
    model_id = added(registry, language)
    append_event(registry.folder, ModelEvent(now(), "x", ModelAction.PROMOTED, model_id))
    with (registry.folder / "history.jsonl").open("ab") as stream:
        stream.write(b"{damaged")
    with analysis_engine(load_settings(), warn=told.append) as engine:
        assert engine.version.model == model_id
    assert told == ["模型库的历史 history.jsonl 第 3 行已损坏，不予理会；以其余各行为准"]


def test_an_engine_is_opened_with_the_model_that_was_named(own_home: Path, language: Language) -> None:
    settings, told = load_settings(), list[str]()
    registry = open_registry(settings)
    model_id = added(registry, language)
    with chosen_engine(settings, told.append, None, model_id, None) as engine:
        assert engine.version.model == model_id
    with chosen_engine(settings, told.append, 1, None, None) as engine:
        assert engine.version.model != model_id
    assert registry.in_use() is SHIPPED
    with pytest.raises(NotFoundError), chosen_engine(settings, told.append, None, "m-9", None):
        pass
    assert told == []
