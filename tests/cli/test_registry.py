import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from tests.builders import NOW
from tests.cli.running import changes, voc
from tests.inputs import FAULT, answer, write
from tests.services.registries import CAUTIOUS, DEAF, SHIPPED_FOLDER, added, labelled, texts_in
from voc.domain.model_history import Gate, ModelAction, ModelEvent
from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.manifest import as_json, content_hash, sealed
from voc.services.gating import measured_in_files
from voc.services.model_history import append_event
from voc.services.registry import Registry

# The small model is less well calibrated than the one that comes with the program.
LOOSE = ("--tolerance", "0.2", "--force", "--reason", "小模型")


@pytest.fixture
def registry(own_home: Path) -> Registry:
    return Registry(own_home / "models", SHIPPED_FOLDER)


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    return labelled(tmp_path / "gate.jsonl")


def models() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(voc("models", "list", "--json").out)
    return found


def in_use() -> str:
    [only] = [m["id"] for m in models() if m["in_use"]]
    return str(only)


def analysed(tmp_path: Path) -> str:
    """The model that a command without VOC_MODEL uses."""
    outcome = voc("analyze", write(tmp_path / "one.jsonl", answer("S-1", FAULT)))
    return str(json.loads(outcome.out)["version"]["model"])


def test_at_first_there_is_the_shipped_model(tmp_path: Path) -> None:
    [only] = models()
    assert (only["shipped"], only["in_use"]) == (True, True)
    assert only["id"] in voc("models", "list").out
    assert analysed(tmp_path) == only["id"]


def test_a_promoted_model_is_what_commands_use_until_it_is_rolled_back(
    registry: Registry, language: Language, gate: Path, tmp_path: Path
) -> None:
    before = analysed(tmp_path)
    model_id = added(registry, language)
    promoted = voc("models", "promote", model_id, "--gate", gate, *LOOSE, "--by", "甲")
    assert promoted.code == 0
    assert "容许差" in promoted.out
    assert f"已启用模型 {model_id}" in promoted.err
    assert f"voc models compare {model_id}" in promoted.err
    assert in_use() == analysed(tmp_path) == model_id
    back = voc("models", "rollback", "--reason", "误报变多", "--by", "乙")
    assert (back.code, f"已退回模型 {before}（随附）" in back.err) == (0, True)
    assert in_use() == analysed(tmp_path) == before
    history = json.loads(voc("models", "show", model_id, "--json").out)["history"]
    assert [(e["action"], e["by"]) for e in history] == [("added", "tester"), ("promoted", "甲"), ("rolled_back", "乙")]
    assert f"退回：不再用它，退到随附的模型 {before}，乙" in "".join(voc("models", "show", model_id).out.split("\n"))
    [last] = json.loads(voc("models", "show", before, "--json").out)["history"]
    assert (last["action"], last["by"], last["reason"]) == ("rolled_back", "乙", "误报变多")
    assert changes("model.promote") == [("model", "rolled_back"), ("model", "promoted")]


def test_a_worse_model_needs_force_and_a_reason(registry: Registry, language: Language, gate: Path) -> None:
    before, deaf = in_use(), added(registry, language, **DEAF)
    refused = voc("models", "promote", deaf, "--gate", gate)
    assert refused.code == 1
    assert "没有启用：候选模型更差" in refused.err
    assert "更差" in refused.out
    silent = voc("models", "promote", deaf, "--gate", gate, "--force")
    assert (silent.code, silent.err, silent.out) == (1, "错误：--force 要用 --reason 写明理由\n", "")
    assert in_use() == before
    assert changes("model.promote") == []
    assert voc("models", "promote", deaf, "--gate", gate, "--force", "--reason", "演练").code == 0
    assert in_use() == deaf


def test_a_wide_tolerance_needs_force_and_a_reason(registry: Registry, language: Language, gate: Path) -> None:
    before, deaf = in_use(), added(registry, language, **DEAF)
    for words in ((), ("--force",), ("--reason", "更好")):
        refused = voc("models", "promote", deaf, "--gate", gate, "--tolerance", "1", *words)
        assert (refused.code, refused.out, in_use()) == (1, "", before)
        assert "--reason" in refused.err
    forced = voc("models", "promote", deaf, "--gate", gate, "--tolerance", "1", "--force", "--reason", "演练")
    assert (forced.code, in_use()) == (0, deaf)
    last = json.loads(voc("models", "show", deaf, "--json").out)["history"][-1]
    assert (last["forced"], last["gate"]["tolerance"]) == (True, 1.0)


def test_records_of_the_training_are_left_out_and_counted(registry: Registry, language: Language, gate: Path) -> None:
    model_id = added(registry, language, texts=texts_in(gate, 3))
    outcome = voc("models", "promote", model_id, "--gate", gate)
    assert "没有见过的记录 37 条，37 种不同的文字" in outcome.out
    assert "候选模型训练时见过的：3 条，不计" in outcome.out


def test_a_gate_of_training_data_is_refused_with_the_reason(registry: Registry, language: Language, gate: Path) -> None:
    before, model_id = in_use(), added(registry, language, texts=texts_in(gate))
    refused = voc("models", "promote", model_id, "--gate", gate)
    assert (refused.code, in_use()) == (1, before)
    assert "不能比较（两个模型训练时都没有见过的只有 0 条、0 种不同的文字，至少要 30 种）" in refused.err
    assert voc("models", "promote", model_id, "--gate", gate, "--force", "--reason", "先试").code == 0


def test_a_model_that_is_set_goes_before_and_that_is_said(
    registry: Registry, language: Language, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model_id = added(registry, language)
    monkeypatch.setenv("VOC_MODEL", str(SHIPPED_FOLDER))
    outcome = voc("models", "promote", model_id, "--gate", gate, *LOOSE)
    assert outcome.code == 0
    assert f"设了 VOC_MODEL={SHIPPED_FOLDER}" in outcome.err


def test_a_damaged_model_in_use_is_refused_everywhere_and_can_be_rolled_back(
    registry: Registry, language: Language, gate: Path, tmp_path: Path
) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    for model_id in (one, two):
        assert voc("models", "promote", model_id, "--gate", gate, *LOOSE).code == 0
    for name in (one, two):
        (registry.folder / name / "arrays.npz").write_bytes(b"")
    outcome = voc("analyze", write(tmp_path / "one.jsonl", answer("S-1")))
    assert outcome.code == 1
    assert "arrays.npz 已损坏或被改动；可用 voc models rollback" in outcome.err
    assert voc("models", "list").err.count("不能使用：") == 2
    back = voc("models", "rollback")
    assert back.code == 0
    assert f"跳过 {one}：" in back.err
    assert "（随附）" in back.err


def test_with_a_damaged_model_in_use_only_force_promotes(registry: Registry, language: Language, gate: Path) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    assert voc("models", "promote", one, "--gate", gate, *LOOSE).code == 0
    (registry.folder / one / "arrays.npz").write_bytes(b"")
    refused = voc("models", "promote", two, "--gate", gate)
    assert refused.code == 1
    assert "不能比较（现用的模型无法测量" in refused.err
    assert voc("models", "promote", two, "--gate", gate, "--force", "--reason", "现用的坏了").code == 0
    assert in_use() == two


def test_a_damaged_history_is_told_and_a_model_stays_in_use(
    registry: Registry, language: Language, gate: Path, tmp_path: Path
) -> None:
    model_id = added(registry, language)
    assert voc("models", "promote", model_id, "--gate", gate, *LOOSE).code == 0
    with (registry.folder / "history.jsonl").open("ab") as stream:
        stream.write(b"\xff\n[]\n")
    assert "第 3、4 行已损坏" in voc("models", "list").err
    assert in_use() == analysed(tmp_path) == model_id
    (registry.folder / "history.jsonl").write_bytes(b"\xff")
    assert analysed(tmp_path) == models()[0]["id"]


def test_a_model_is_shown_with_its_card(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    shown = voc("models", "show", model_id)
    assert shown.code == 0
    assert "模型卡：小" in shown.out
    assert language.rules_hash in shown.out


@pytest.mark.parametrize("words", [("show", "none"), ("promote", "none", "--gate", "x.jsonl")])
def test_a_model_that_is_not_there_is_refused(words: tuple[str, ...]) -> None:
    outcome = voc("models", *words)
    assert outcome.code == 1
    assert "模型库里没有模型 none" in outcome.err


def test_there_is_nothing_before_the_shipped_model() -> None:
    outcome = voc("models", "rollback")
    assert (outcome.code, outcome.err) == (1, "错误：没有可以退回的模型\n")


def test_a_model_that_asks_for_endless_numbers_is_refused_in_one_line(
    registry: Registry, language: Language, gate: Path
) -> None:
    model_id = added(registry, language)
    folder, buffer, header = registry.folder / model_id, io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (10**13,)})
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("idf.npy", header.getvalue())
    (folder / "arrays.npz").write_bytes(buffer.getvalue())
    manifest = json.loads((folder / "manifest.json").read_text("utf8"))
    manifest["files"]["arrays.npz"] = content_hash(buffer.getvalue())
    (folder / "manifest.json").write_bytes(as_json(sealed(manifest)))
    refused = voc("models", "promote", model_id, "--gate", gate)
    assert refused.code == 1
    assert refused.err.splitlines()[-1].startswith(f"错误：模型 {model_id} 的内容不完整")
    assert "Traceback" not in refused.err
    assert voc("models", "list").code == 0


def test_a_manifest_nested_without_end_breaks_no_list(registry: Registry, language: Language) -> None:
    model_id = added(registry, language)
    (registry.folder / model_id / "manifest.json").write_text('{"a":' * 100_000 + "1" + "}" * 100_000, encoding="utf8")
    shown = voc("models", "list")
    assert (shown.code, f"模型 {model_id} 的 manifest.json 已损坏" in shown.err) == (0, True)
    refused = voc("models", "promote", model_id, "--gate", "x.jsonl")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)


def test_a_model_in_use_whose_folder_is_gone_is_listed_with_the_reason(
    registry: Registry, language: Language, gate: Path
) -> None:
    model_id = added(registry, language)
    assert voc("models", "promote", model_id, "--gate", gate, *LOOSE).code == 0
    shutil.rmtree(registry.folder / model_id)
    outcome = voc("models", "list")
    assert outcome.code == 0
    [row] = [line.split() for line in outcome.out.splitlines() if model_id in line]
    assert (row[0], row[-1]) == ("●", "不能")
    assert f"在用的 {model_id} 不能使用：找不到模型 {registry.folder / model_id}" in outcome.err
    assert in_use() == model_id
    shown = voc("models", "show", model_id)
    assert (shown.code, shown.err.startswith(f"错误：找不到模型 {registry.folder / model_id}")) == (1, True)


def test_a_model_measured_against_one_that_was_replaced_meanwhile_is_refused(
    registry: Registry, language: Language, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)

    def overtaken(*args: Any, **columns: Any) -> Gate:
        found = measured_in_files(*args, **columns)
        event = ModelEvent(NOW, "乙", ModelAction.PROMOTED, one)
        append_event(registry.folder, event)
        return found

    monkeypatch.setattr("voc.cli.registry.measured_in_files", overtaken)
    refused = voc("models", "promote", two, "--gate", gate, *LOOSE)
    assert (refused.code, in_use()) == (1, one)
    assert "现用的模型在此期间换过了" in refused.err
    assert changes("model.promote") == []


def test_where_the_database_cannot_be_written_the_model_in_use_stays(
    registry: Registry, language: Language, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = added(registry, language), added(registry, language, **CAUTIOUS)
    assert voc("models", "promote", one, "--gate", gate, *LOOSE).code == 0
    before = (registry.folder / "history.jsonl").read_bytes()

    def full(session: Session) -> None:
        raise InputError("磁盘空间不足")

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", full)
        patch.setattr("sqlalchemy.orm.SessionTransaction.commit", full)
        for words in (("rollback",), ("promote", two, "--gate", gate, *LOOSE)):
            assert voc("models", *words).code == 1
            assert (registry.folder / "history.jsonl").read_bytes() == before
    assert (in_use(), changes("model.promote")) == (one, [("model", "promoted")])
    assert voc("models", "rollback").code == 0
