from dataclasses import replace
from pathlib import Path

import pytest

from tests.nlp.rules.rows import file, row
from tests.services.registries import added
from voc.clock import now
from voc.domain.choices import SHIPPED
from voc.domain.model_history import ModelAction, ModelEvent
from voc.domain.rule_history import RuleSetAction, RuleSetEvent
from voc.errors import ConflictError, InputError, ModelError, NotFoundError
from voc.nlp.language import Language, shipped_rules_folder
from voc.opening import (
    analysis_engine,
    chosen_engine,
    language_in_use,
    model_folder_in_use,
    open_database,
    open_registry,
    open_rule_sets,
    open_store,
    own_rule_sets,
    rules_in_use,
)
from voc.services.model_history import append_event
from voc.settings import Settings, load_settings


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


def rules_promoted(settings: Settings) -> str:
    """A set of rules with one more, taken into use."""
    sets = open_rule_sets(settings)
    set_id = sets.put({"p-1.toml": file(row("['蜗牛爬']", id="own.slow", matches='["蜗牛爬"]'))})
    sets.append(RuleSetEvent(now(), "x", RuleSetAction.PROMOTED, set_id, "准"))
    return set_id


def test_analyses_go_by_the_set_of_rules_in_use_or_by_the_one_that_is_named(language: Language) -> None:
    settings, told = load_settings(), list[str]()
    assert (rules_in_use(settings), language_in_use(settings)) == (None, language)
    set_id = rules_promoted(settings)
    assert language_in_use(settings).rules_hash != language.rules_hash
    for rules, known in ((None, False), (set_id, False), ("shipped", True), (str(shipped_rules_folder()), True)):
        with chosen_engine(settings, told.append, 1, None, rules) as engine:
            assert (engine.version.rules == language.rules_hash) is known
    with pytest.raises(NotFoundError, match="没有规则集"), chosen_engine(settings, told.append, 1, None, "none"):
        pass


def test_rules_that_the_settings_name_go_before(tmp_path: Path) -> None:
    settings = load_settings()
    rules_promoted(settings)
    set_ = replace(settings, rules_folder=tmp_path)
    assert rules_in_use(set_) == tmp_path
    with pytest.raises(ConflictError, match="设了 VOC_RULES"):
        own_rule_sets(set_)
    assert own_rule_sets(settings) == open_rule_sets(settings)


def test_a_damaged_set_of_rules_says_the_way_out() -> None:
    settings, told = load_settings(), list[str]()
    set_id = rules_promoted(settings)
    (open_rule_sets(settings).place(set_id) / "p-1.toml").write_text("", encoding="utf8")
    with pytest.raises(ModelError, match="已损坏或被改动；可用 voc rules rollback 退回"):
        rules_in_use(settings)
    with pytest.raises(ModelError, match="已损坏或被改动"), chosen_engine(settings, told.append, 1, None, set_id):
        pass


def test_the_folder_of_the_model_that_is_opened_is_known(own_home: Path, language: Language, tmp_path: Path) -> None:
    registry = open_registry(load_settings())
    assert model_folder_in_use(load_settings()) == registry.shipped
    model_id = added(registry, language)
    append_event(registry.folder, ModelEvent(now(), "x", ModelAction.PROMOTED, model_id))
    assert model_folder_in_use(load_settings()) == registry.folder / model_id
    assert model_folder_in_use(replace(load_settings(), model_folder=tmp_path)) == tmp_path
