import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.nlp.contacts import small_model
from voc.errors import ModelError
from voc.nlp.artefact import ARRAYS, CARD, VOCABULARY, Provenance, save_model
from voc.nlp.language import Language
from voc.nlp.manifest import (
    LARGEST,
    LARGEST_FILES,
    MANIFEST,
    as_json,
    content_hash,
    deeper_than,
    fits_of,
    own_files,
    read_manifest,
    sealed,
    verified,
)


@pytest.fixture
def folder(tmp_path: Path, language: Language) -> Path:
    path = tmp_path / "small"
    save_model(
        path, small_model(language), language, Provenance({"a.jsonl": "11"}, {"macro_f1": 0.5}, "c0de"), "# 卡\n"
    )
    return path


def put(folder: Path, manifest: Mapping[str, Any]) -> None:
    (folder / MANIFEST).write_bytes(as_json(manifest))


def test_all_files_come_back_as_they_should_be(folder: Path, language: Language) -> None:
    found = verified(folder, language)
    assert set(found.files) == {ARRAYS, VOCABULARY, CARD}
    assert found.manifest == read_manifest(folder)
    assert found.manifest["fits"] == fits_of(language)
    assert found.files[CARD] == "# 卡\n".encode()


@pytest.mark.parametrize(
    "columns",
    [
        {"measures": {"macro_f1": 0.9}},
        {"trained_on": {"a.jsonl": "12"}},
        {"code": "beef"},
        {"seal": "0" * 64},
        {"seal": None},
    ],
)
def test_whatever_is_changed_in_a_manifest_is_found(folder: Path, language: Language, columns: dict[str, Any]) -> None:
    put(folder, dict(read_manifest(folder)) | columns)
    with pytest.raises(ModelError, match=rf"{MANIFEST} 已损坏或被改动"):
        verified(folder, language)


@pytest.mark.parametrize("columns", [{}, {"measures": {"macro_f1": 0.99}}, {"trained_on": {}, "code": "c1"}])
def test_a_manifest_whose_seal_was_taken_away_is_refused(
    folder: Path, language: Language, columns: dict[str, Any]
) -> None:
    put(folder, {k: v for k, v in read_manifest(folder).items() if k != "seal"} | columns)
    with pytest.raises(ModelError, match=r"没有封印.*重新训练"):
        verified(folder, language)


def test_the_seal_covers_everything_but_itself() -> None:
    one = sealed({"id": "a", "measures": {"n": 1}})
    assert sealed(one) == one
    assert sealed({**one, "measures": {"n": 2}})["seal"] != one["seal"]
    assert json.loads(as_json(one)) == one


@pytest.mark.parametrize("name", ["../small/CARD.md", "/etc/passwd", "a/b", "a\0b"])
def test_files_of_other_folders_are_not_read(folder: Path, language: Language, name: str) -> None:
    manifest = dict(read_manifest(folder))
    put(folder, sealed(manifest | {"files": {**manifest["files"], name: content_hash(b"")}}))
    with pytest.raises(ModelError, match=rf"{MANIFEST} 已损坏"):
        verified(folder, language)


def test_files_larger_than_any_model_are_refused_unread(folder: Path, language: Language) -> None:
    with (folder / CARD).open("wb") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(ModelError, match=rf"{CARD} 已损坏或被改动：太大"):
        verified(folder, language)


def test_the_limit_is_for_all_files_together(folder: Path, language: Language) -> None:
    names = [f"{number}.bin" for number in range(3)]
    half = LARGEST_FILES // 2
    for name in names:
        with (folder / name).open("wb") as stream:
            stream.truncate(half)
    manifest = dict(read_manifest(folder))
    put(folder, sealed(manifest | {"files": dict.fromkeys(names, content_hash(bytes(half)))}))
    with pytest.raises(ModelError, match=rf"{names[2]} 已损坏或被改动：太大"):
        verified(folder, language)


@pytest.mark.parametrize("name", [ARRAYS, VOCABULARY, CARD, MANIFEST])
def test_a_pipe_in_place_of_a_file_keeps_nobody_waiting(folder: Path, language: Language, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(ModelError, match=rf"{name} 已损坏.*：不是普通文件"):
        verified(folder, language)


@pytest.mark.parametrize("files", [None, [], {}])
def test_needed_files_must_be_named(folder: Path, language: Language, files: object) -> None:
    put(folder, sealed(dict(read_manifest(folder)) | {"files": files}))
    with pytest.raises(ModelError, match=r"arrays\.npz 已损坏或被改动"):
        verified(folder, language, needed=(ARRAYS,))


def test_a_model_for_other_rules_is_refused_by_name(folder: Path, language: Language) -> None:
    with pytest.raises(ModelError, match="当前的规则文件不相配"):
        verified(folder, replace(language, base_hash="other"))


def test_a_model_for_another_text_of_the_taxonomy_is_refused_though_its_version_is_the_same(
    folder: Path, language: Language
) -> None:
    with pytest.raises(ModelError, match="当前的分类表不相配"):
        verified(folder, replace(language, taxonomy_hash="other"))


def test_a_model_that_knows_only_the_version_of_its_taxonomy_is_refused(folder: Path, language: Language) -> None:
    manifest = dict(read_manifest(folder))
    fits = {key: value for key, value in manifest["fits"].items() if key != "taxonomy_hash"}
    put(folder, sealed(manifest | {"fits": fits}))
    with pytest.raises(ModelError, match="当前的分类表不相配"):
        verified(folder, language)


@pytest.mark.parametrize(
    "content",
    [
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        '{"schema": 2, "measures": ' + "[" * 500 + "]" * 500 + "}",
        '{"schema": 2, "code": "' + "c" * LARGEST + '"}',
        '{"schema": 2, "id": "\\ud800"}',
        '{"schema": 6, "thresholds": {"call": NaN}}',
        '{"schema": 6, "thresholds": {"call": -Infinity}}',
        '{"schema": 6, "thresholds": {"call": 1e999}}',
    ],
    ids=[
        *("deeper than can be read", "deeper than can be written", "larger than any", "half a character"),
        *("no number", "infinite", "beyond all numbers"),
    ],
)
def test_a_manifest_that_no_program_would_write_is_damaged(folder: Path, content: str) -> None:
    (folder / MANIFEST).write_text(content, encoding="utf8")
    with pytest.raises(ModelError, match=rf"{MANIFEST} 已损坏"):
        read_manifest(folder)


def test_depth_is_told_of_lists_and_tables() -> None:
    assert [deeper_than(value, 0) for value in (1, "a", [], {})] == [False, False, True, True]
    assert deeper_than({"a": [{"b": 1}]}, 2)
    assert not deeper_than({"a": [{"b": 1}]}, 3)


def test_a_folder_of_a_model_is_its_files_and_no_others(folder: Path, tmp_path: Path) -> None:
    (folder / "notes.txt").touch()
    (tmp_path / "outside").touch()
    manifest = dict(read_manifest(folder))
    files = manifest["files"] | {"../outside": "", "gone": ""}
    put(folder, manifest | {"schema": 1, "files": files})
    assert own_files(folder) == {ARRAYS, VOCABULARY, CARD, MANIFEST}
    assert own_files(tmp_path) == frozenset()
