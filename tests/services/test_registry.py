import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import NOW
from tests.services.registries import CAUTIOUS, GOOD, SHIPPED_FOLDER, added, artefact
from voc.domain.choices import SHIPPED
from voc.domain.model_history import ModelAction, ModelEvent
from voc.domain.seen_texts import SeenTexts
from voc.errors import InputError, ModelError, NotFoundError
from voc.nlp.artefact import CARD, load_model, seen_texts
from voc.nlp.language import Language
from voc.nlp.manifest import MANIFEST
from voc.services.model_history import append_event
from voc.services.registry import Registry, add_model, find, listed


def use(registry: Registry, model_id: str) -> None:
    append_event(registry.folder, ModelEvent(NOW, "tester", ModelAction.PROMOTED, model_id))


def test_a_registry_that_is_not_there_yet_has_the_shipped_model_in_use(registry: Registry, language: Language) -> None:
    [only] = listed(registry, language)
    assert (only.shipped, only.in_use, only.refused, only.added_at) == (True, True, None, None)
    assert registry.place(registry.in_use()) == only.folder == SHIPPED_FOLDER
    assert not registry.folder.exists()


def test_a_model_lies_in_a_folder_named_by_its_id_and_can_be_used(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    assert load_model(registry.folder / model_id, language).id == model_id
    model = find(registry, model_id, language)
    assert (model.choice, model.shipped, model.in_use, model.added_at) == (model_id, False, False, NOW)
    assert (model.measures["macro_f1"], model.code, model.table("trained_on")) == (0.5, "c0de", {"a.jsonl": "11"})
    assert {p.name for p in registry.folder.iterdir() if p.name[0] != "."} == {model_id, "history.jsonl"}


def test_the_last_promotion_is_in_use(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    use(registry, one)
    use(registry, two)
    assert [m.in_use for m in listed(registry, language)] == [False, *(m == two for m in sorted((one, two)))]
    assert registry.place(registry.in_use()) == registry.folder / two


def test_models_stand_in_the_order_in_which_they_came_in(registry: Registry, language: Language) -> None:
    artefact(registry.folder / "by hand", language)
    two = added(registry, language, **CAUTIOUS)
    assert [m.id for m in listed(registry, language)][1:] == ["by hand", two]


def test_a_model_put_there_by_hand_needs_its_id_as_name(registry: Registry, language: Language) -> None:
    artefact(registry.folder / "mine", language)
    model = find(registry, "mine", language)
    assert model.refused is not None
    assert "模型目录 mine 里的模型编号是" in model.refused
    assert model.added_at is None


def test_a_model_that_is_there_whole_is_left_as_it_is(registry: Registry, language: Language) -> None:
    model_id = added(registry, language, **GOOD)
    before = (registry.folder / model_id / CARD).stat().st_mtime_ns
    assert added(registry, language, **GOOD) == model_id
    assert (registry.folder / model_id / CARD).stat().st_mtime_ns == before
    assert len(registry.history().events) == 2


def test_a_damaged_model_is_mended_by_adding_it_again(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    (registry.folder / model_id / CARD).write_text("changed", encoding="utf8")
    assert "已损坏或被改动" in str(find(registry, model_id, language).refused)
    added(registry, language)
    assert find(registry, model_id, language).refused is None


def test_a_damaged_artefact_does_not_come_in(registry: Registry, language: Language, tmp_path: Path) -> None:
    folder = artefact(tmp_path / "made", language)
    (folder / CARD).unlink()
    with pytest.raises(ModelError, match=f"缺少文件 {CARD}"):
        add_model(registry, folder, language=language, by="x", at=NOW)
    assert not registry.folder.exists()


def test_a_model_that_does_not_fit_is_listed_with_the_reason(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    other = replace(language, base_hash="other")
    assert "规则文件不相配" in str(find(registry, model_id, other).refused)
    (registry.folder / model_id / MANIFEST).write_text("{", encoding="utf8")
    model = find(registry, model_id, language)
    assert "已损坏" in str(model.refused)
    assert (model.id, dict(model.manifest), dict(model.measures), model.code) == (model_id, {}, {}, "")


@pytest.mark.parametrize("name", ["none", "..", "../models", "", ".hidden", "history.jsonl"])
def test_an_id_that_is_not_in_the_registry_is_not_found(registry: Registry, language: Language, name: str) -> None:
    added(registry, language)
    (registry.folder / ".hidden").mkdir()
    with pytest.raises(NotFoundError, match="模型库里没有模型"):
        find(registry, name, language)


def test_the_shipped_model_is_found_by_its_id(registry: Registry, language: Language) -> None:
    shipped_id = listed(registry, language)[0].id
    assert find(registry, shipped_id, language).choice is SHIPPED


def test_a_shipped_model_that_is_missing_is_listed_by_its_folder(tmp_path: Path, language: Language) -> None:
    [only] = listed(Registry(tmp_path / "models", tmp_path / "gone"), language)
    assert (only.id, only.in_use) == ("gone", True)
    assert "找不到模型" in str(only.refused)


def test_a_registry_that_cannot_be_written_is_refused_and_left_clean(tmp_path: Path, language: Language) -> None:
    (tmp_path / "file").write_text("", encoding="utf8")
    registry = Registry(tmp_path / "file", SHIPPED_FOLDER)
    with pytest.raises(InputError, match="无法写入模型库"):
        add_model(registry, artefact(tmp_path / "made", language), language=language, by="x", at=NOW)
    shutil.rmtree(tmp_path / "made")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_model_that_was_half_copied_is_not_there(
    registry: Registry, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    folder = artefact(tmp_path / "made", language)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            add_model(registry, folder, language=language, by="x", at=NOW)
    assert [m.shipped for m in listed(registry, language)] == [True]
    assert list(registry.folder.iterdir()) == []


def test_a_manifest_nested_too_deep_is_listed_as_refused_and_breaks_nothing(
    registry: Registry, language: Language
) -> None:
    good, deep = added(registry, language), added(registry, language, **CAUTIOUS)
    (registry.folder / deep / MANIFEST).write_text('{"a":' * 100_000 + "1" + "}" * 100_000, encoding="utf8")
    found = {model.id: model.refused for model in listed(registry, language)}
    assert found[good] is None
    assert found[deep] == f"模型 {deep} 的 {MANIFEST} 已损坏"


def test_the_same_model_that_says_more_of_itself_takes_the_place_of_the_old(
    registry: Registry, language: Language
) -> None:
    model_id = added(registry, language, texts=None)
    assert seen_texts(registry.folder / model_id, language) is None
    assert added(registry, language) == model_id
    assert seen_texts(registry.folder / model_id, language) == SeenTexts(frozenset())


def test_the_model_in_use_is_listed_though_its_folder_is_gone(registry: Registry, language: Language) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    use(registry, one)
    use(registry, two)
    for model_id in (one, two):
        shutil.rmtree(registry.folder / model_id)
    shipped, gone = listed(registry, language)
    assert (shipped.in_use, gone.id, gone.in_use, gone.added_at) == (False, two, True, NOW)
    assert "找不到模型" in str(gone.refused)
    assert find(registry, two, language) == gone
