import io
import json
import os
import pickle
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.nlp.contacts import comment, small_model
from tests.nlp.encoder.encoders import small_encoder
from voc.domain.conversation import Speaker
from voc.domain.seen_texts import WIDTH, SeenTexts
from voc.domain.taxonomy import Cause
from voc.errors import ModelError
from voc.nlp.analyzer import Analyzer
from voc.nlp.artefact import (
    ARRAYS,
    CARD,
    PIECES,
    TRAINED_ON,
    VOCABULARY,
    Provenance,
    load_model,
    save_model,
    seen_texts,
)
from voc.nlp.classifier import encoded_labels
from voc.nlp.language import Language
from voc.nlp.manifest import MANIFEST, SCHEMA, fits_of, read_manifest, sealed
from voc.nlp.model import Model
from voc.nlp.packing import model_id
from voc.nlp.passage import passage_of
from voc.settings import DEFAULT_MODEL, shipped

PROVENANCE = Provenance({"b.jsonl": "22", "a.jsonl": "11"}, {"n": 3, "macro_f1": 0.5}, "c0de")
MEGABYTE = 1_000_000
PARTS = ("weights", "bias", "slope", "offset")


def saved(folder: Path, model: Model, language: Language) -> Path:
    save_model(folder, model, language, PROVENANCE, "# 模型卡\n")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def change(folder: Path, **columns: Any) -> None:
    """Change keys of the manifest and seal it anew."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    (folder / MANIFEST).write_text(json.dumps(sealed(manifest | columns)), encoding="utf8")


def put(folder: Path, name: str, content: bytes) -> None:
    """Exchange a file and seal it with its new hash, as somebody who knows the format would."""
    (folder / name).write_bytes(content)
    files = dict(read_manifest(folder)["files"])
    change(folder, files=files | {name: sha256(content).hexdigest()})


def arrays(folder: Path) -> dict[str, np.ndarray[Any, Any]]:
    with np.load(folder / ARRAYS) as archive:
        return dict(archive)


def packed(tables: dict[str, np.ndarray[Any, Any]]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **tables)  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.fixture
def folder(tmp_path: Path, language: Language) -> Path:
    return saved(tmp_path / "small", small_model(language), language)


def test_the_shipped_model_fits_this_version_and_is_small() -> None:
    folder = shipped("models") / DEFAULT_MODEL
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 39 * MEGABYTE
    assert {path.name for path in folder.iterdir()} - {TRAINED_ON} == {MANIFEST, ARRAYS, VOCABULARY, CARD, PIECES}
    hashes = read_manifest(folder)["files"]
    assert hashes == {name: sha256((folder / name).read_bytes()).hexdigest() for name in hashes}


def test_a_loaded_model_is_saved_as_the_same_bytes(tmp_path: Path, analyzer: Analyzer, language: Language) -> None:
    model = analyzer.model
    again = load_model(saved(tmp_path / "one", model, language), language)
    assert again.id == model.id == model_id(again)
    one, two = contents(tmp_path / "one"), contents(saved(tmp_path / "two", again, language))
    assert one == two
    shipped_files = contents(shipped("models") / DEFAULT_MODEL)
    assert all(one[name] == shipped_files[name] for name in (ARRAYS, VOCABULARY))


def test_a_loaded_model_answers_as_before(tmp_path: Path, analyzer: Analyzer, language: Language) -> None:
    again = load_model(saved(tmp_path / "one", analyzer.model, language), language)
    passages = [
        passage_of(text, language.tokenizer, utterance=0, speaker=Speaker.CUSTOMER)
        for text in ("手机银行闪退", "非得去网点才能办，气死我了", "态度差", "")
    ]
    for one, two in zip(again.text.answers(passages), analyzer.model.text.answers(passages), strict=True):
        assert one.whole == two.whole
        assert one.clauses == two.clauses


def test_a_model_saved_again_is_written_over(folder: Path, language: Language) -> None:
    before = contents(folder)
    assert contents(saved(folder, small_model(language), language)) == before
    saved(folder, small_model(language, call_threshold=0.25), language)
    assert load_model(folder, language).call_threshold == 0.25


def test_the_manifest_says_where_a_model_comes_from(folder: Path, language: Language) -> None:
    manifest = read_manifest(folder)
    assert list(manifest["trained_on"].items()) == [("a.jsonl", "11"), ("b.jsonl", "22")]
    assert manifest["measures"] == PROVENANCE.measures
    assert manifest["code"] == "c0de"
    assert manifest["fits"] == fits_of(language)
    assert manifest["id"] == load_model(folder, language).id
    assert (folder / CARD).read_text(encoding="utf8") == "# 模型卡\n"


@pytest.mark.parametrize("name", [MANIFEST, ARRAYS, VOCABULARY, CARD])
def test_a_missing_file_is_named(folder: Path, language: Language, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_model(folder, language)


def test_a_folder_that_is_none_is_a_missing_model(tmp_path: Path, language: Language) -> None:
    (tmp_path / "file").write_text("", encoding="utf8")
    for name in ("nothing", "file"):
        with pytest.raises(ModelError, match=f"找不到模型 .*{name}（"):
            load_model(tmp_path / name, language)


@pytest.mark.parametrize("name", [ARRAYS, VOCABULARY, CARD])
def test_one_changed_byte_is_found(folder: Path, language: Language, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=rf"{name} 已损坏或被改动"):
        load_model(folder, language)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"{'id': 1}"])
def test_a_manifest_that_is_no_json_is_damaged(folder: Path, language: Language, content: bytes) -> None:
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(ModelError, match=rf"{MANIFEST} 已损坏"):
        load_model(folder, language)


@pytest.mark.parametrize("content", ["[]", "null", "{}", '{"schema": 1}', '{"schema": "2"}'])
def test_another_schema_is_not_read(folder: Path, language: Language, content: str) -> None:
    (folder / MANIFEST).write_text(content, encoding="utf8")
    with pytest.raises(ModelError, match="格式版本不受支持"):
        load_model(folder, language)


@pytest.mark.parametrize("schema", [1, 2, SCHEMA - 1])
def test_a_model_of_an_earlier_version_is_to_be_trained_again(folder: Path, language: Language, schema: int) -> None:
    change(folder, schema=schema)
    with pytest.raises(ModelError, match="更早的版本，请重新训练（voc train）"):
        load_model(folder, language)


@pytest.mark.parametrize(
    ("key", "name"),
    [("rules", "规则文件"), ("dictionary", "词典"), ("taxonomy", "分类表"), ("taxonomy_hash", "分类表")],
)
def test_a_model_for_other_language_files_says_which(folder: Path, language: Language, key: str, name: str) -> None:
    change(folder, fits=dict(read_manifest(folder)["fits"]) | {key: "other"})
    with pytest.raises(ModelError, match=f"当前的{name}不相配"):
        load_model(folder, language)


@pytest.mark.parametrize("fits", [None, {}, []])
def test_a_model_that_does_not_say_what_it_fits_fits_nothing(folder: Path, language: Language, fits: object) -> None:
    change(folder, fits=fits)
    with pytest.raises(ModelError, match="规则文件、词典、分类表"):
        load_model(folder, language)


@pytest.mark.parametrize("name", ["idf", *(f"{side}_{part}" for side in ("whole", "clause") for part in PARTS)])
def test_arrays_of_another_shape_are_refused(folder: Path, language: Language, name: str) -> None:
    tables = arrays(folder)
    put(folder, ARRAYS, packed(tables | {name: tables[name][:-1]}))
    with pytest.raises(ModelError, match="形状"):
        load_model(folder, language)


def test_labels_in_another_order_are_refused(folder: Path, language: Language) -> None:
    change(folder, labels=read_manifest(folder)["labels"][::-1])
    with pytest.raises(ModelError, match="分类表不符"):
        load_model(folder, language)


def test_fewer_words_than_rows_are_refused(folder: Path, language: Language) -> None:
    put(folder, VOCABULARY, json.dumps(["c:闪退"]).encode())
    with pytest.raises(ModelError, match="词表"):
        load_model(folder, language)


@pytest.mark.parametrize(
    "columns",
    [
        {"selection": dict.fromkeys(("risk", "delta", "threshold", "coverage", "bound", "records"), 0.1)},
        {
            "thresholds": {"call": 0.1}
            | {f"{kind}{cause}": 0.1 for kind in ("", "review_", "factor_") for cause in Cause}
        },
        {"id": "another"},
        {"peak_end": {"peak": 0.9, "end": 0.1}},
    ],
)
def test_settings_changed_by_hand_do_not_go_with_the_id(folder: Path, language: Language, columns: Any) -> None:
    change(folder, **columns)
    with pytest.raises(ModelError, match="编号不符"):
        load_model(folder, language)


@pytest.mark.parametrize(
    "columns",
    [
        {"combiners": {}},
        {"combiners": []},
        {"combiners": {"factor": {"bias": 0.0, "weights": []}}},
        {"combiners": {"factor": {"bias": "much", "weights": {}}}},
        {"thresholds": {}},
        {"thresholds": []},
        {"selection": None},
        {"selection": {"threshold": 0.5}},
        {"selection": {"threshold": 0.5, "worst": 1}},
        {"peak_end": {"worst": 1}},
        {"peak_end": None},
        {"labels": None},
        {"files": []},
        {"files": None},
    ],
)
def test_a_manifest_without_what_is_needed_is_refused(folder: Path, language: Language, columns: Any) -> None:
    change(folder, **columns)
    with pytest.raises(ModelError, match=r"模型 small 的"):
        load_model(folder, language)


def without(name: str) -> Callable[[Path], bytes]:
    return lambda folder: packed({key: table for key, table in arrays(folder).items() if key != name})


def garbled(folder: Path) -> bytes:
    """Right headers around a body that cannot be inflated."""
    content = bytearray((folder / ARRAYS).read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.infolist()[0]
    start = first.header_offset + 30 + len(first.filename)
    content[start : start + first.compress_size] = b"\xff" * first.compress_size
    return bytes(content)


def boundless(folder: Path) -> bytes:
    """A header that asks for four terabytes."""
    buffer, header = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f4", "fortran_order": False, "shape": (10**12,)})
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in arrays(folder):
            archive.writestr(f"{name}.npy", header.getvalue())
    return buffer.getvalue()


def single(folder: Path) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, arrays(folder)["idf"])
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        lambda folder: b"",
        lambda folder: b"PK\x03\x04 nothing behind",
        lambda folder: (folder / ARRAYS).read_bytes()[:-40],
        lambda folder: packed(arrays(folder) | {"idf": np.array(["one", "two", "three"])}),
        garbled,
        boundless,
        single,
        without("idf"),
        without("clause_offset"),
    ],
    ids=[
        "empty",
        "head only",
        "cut off",
        "words",
        "garbled",
        "boundless",
        "one array",
        "without idf",
        "without an offset",
    ],
)
def test_arrays_that_cannot_be_read_are_refused(
    folder: Path, language: Language, content: Callable[[Path], bytes]
) -> None:
    put(folder, ARRAYS, content(folder))
    with pytest.raises(ModelError, match="内容不完整"):
        load_model(folder, language)


@pytest.mark.parametrize(
    "content", [b"", b"[", b"null", b"7", b"\xff", b'["\\ud800"]', b"[" * 100_000 + b"]" * 100_000]
)
def test_a_vocabulary_that_is_no_list_is_refused(folder: Path, language: Language, content: bytes) -> None:
    put(folder, VOCABULARY, content)
    with pytest.raises(ModelError, match="内容不完整"):
        load_model(folder, language)


class Bomb:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return shutil.copyfile, (__file__, str(self.trace))


def pickled_array(folder: Path, trace: Path) -> bytes:
    return packed(arrays(folder) | {"idf": np.array([Bomb(trace)] * 3, dtype=object)})


def bare_pickle(folder: Path, trace: Path) -> bytes:
    return pickle.dumps([Bomb(trace)])


def pickle_in_place_of_an_array(folder: Path, trace: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in arrays(folder):
            archive.writestr(f"{name}.npy", bare_pickle(folder, trace))
    return buffer.getvalue()


@pytest.mark.parametrize("content", [pickled_array, bare_pickle, pickle_in_place_of_an_array])
def test_nothing_in_an_artefact_is_ever_run(
    folder: Path, tmp_path: Path, language: Language, content: Callable[[Path, Path], bytes]
) -> None:
    trace = tmp_path / "trace"
    put(folder, ARRAYS, content(folder, trace))
    with pytest.raises(ModelError, match="内容不完整"):
        load_model(folder, language)
    assert not trace.exists()
    pickle.loads(bare_pickle(folder, trace))  # noqa: S301  the trap itself works
    assert trace.exists()


def test_a_model_says_which_texts_it_was_trained_on(folder: Path, tmp_path: Path, language: Language) -> None:
    assert seen_texts(folder, language) is None
    texts = SeenTexts.of([comment("手机银行闪退"), comment("网点太远")])
    save_model(folder, small_model(language), language, replace(PROVENANCE, texts=texts), "")
    assert seen_texts(folder, language) == texts
    assert (folder / TRAINED_ON).stat().st_size == 2 * WIDTH
    assert read_manifest(folder)["trained_on_texts"] == 2
    # Its answers are the same, and so is its id.
    assert load_model(folder, language).id == read_manifest(folder)["id"] == model_id(small_model(language))
    save_model(folder, small_model(language), language, PROVENANCE, "")
    assert seen_texts(folder, language) is None
    assert not (folder / TRAINED_ON).exists()


def test_damaged_texts_are_refused(folder: Path, language: Language) -> None:
    put(folder, TRAINED_ON, b"123")
    with pytest.raises(ModelError, match=rf"{TRAINED_ON} 已损坏"):
        seen_texts(folder, language)
    (folder / TRAINED_ON).unlink()
    with pytest.raises(ModelError, match=rf"缺少文件 {TRAINED_ON}"):
        load_model(folder, language)


def test_an_interrupted_save_leaves_the_old_model(
    folder: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        saved(folder, small_model(language, call_threshold=0.25), language)
    assert contents(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_model_keeps_its_encoder_with_its_pieces(language: Language, tmp_path: Path) -> None:
    encoder = small_encoder(encoded_labels(language.taxonomy))
    folder = saved(tmp_path / "m", small_model(language, encoder=encoder), language)
    loaded = load_model(folder, language).encoder
    assert loaded is not None
    assert loaded.answers("客服态度差") == encoder.answers("客服态度差")
    put(folder, PIECES, b'{"\u95ea\u9000": -1.0}')
    with pytest.raises(ModelError, match="内容不完整"):
        load_model(folder, language)
    (folder / PIECES).unlink()
    with pytest.raises(ModelError, match=f"缺少文件 {PIECES}"):
        load_model(folder, language)


def test_a_model_without_an_encoder_takes_the_place_of_one_with(language: Language, tmp_path: Path) -> None:
    encoder = small_encoder(encoded_labels(language.taxonomy))
    saved(tmp_path / "m", small_model(language, encoder=encoder), language)
    folder = saved(tmp_path / "m", small_model(language), language)
    assert not (folder / PIECES).exists()
    assert load_model(folder, language).encoder is None
