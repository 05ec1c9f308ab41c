import json
from pathlib import Path

import numpy as np
import pytest

from tests.nlp.encoder.encoders import small_encoder
from voc.domain.attribution import COMMENT
from voc.domain.conversation import Speaker
from voc.errors import ModelError
from voc.nlp.archive import packed
from voc.nlp.artefact import load_model
from voc.nlp.encoder.artefact import HELD, NUMBERS, PIECES, CrossFitted, key_of, load_encoder, save_encoder
from voc.nlp.language import Language
from voc.nlp.manifest import MANIFEST, content_hash, read_manifest, sealed
from voc.nlp.passage import Passage, passage_of
from voc.settings import DEFAULT_MODEL, shipped

LABELS = ("dissatisfied", "person")
SEEN = "客服态度差"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    fitted = CrossFitted(small_encoder(LABELS), {key_of(SEEN): (1.5, -2.5), key_of("闪退"): (0.5, 0.25)})
    save_encoder(tmp_path / "编码器", fitted, {"b": "2", "a": "1"}, "# 编码器\n")
    return tmp_path / "编码器"


def test_a_text_it_was_fitted_on_is_answered_by_one_that_had_not_seen_it(folder: Path, language: Language) -> None:
    fitted = load_encoder(folder, LABELS)
    found = [fitted.answers(passage(text, language)) for text in (SEEN, f" {SEEN}！", "网点太远")]
    assert found[0] == found[1] == {"dissatisfied": 1.5, "person": -2.5}
    assert found[2] == fitted.encoder.answers("网点太远")
    assert fitted.encoder.logits(SEEN) == small_encoder(LABELS).logits(SEEN)


def test_the_same_encoder_is_the_same_bytes_and_holds_no_text(folder: Path, tmp_path: Path) -> None:
    fitted = load_encoder(folder, LABELS)
    save_encoder(tmp_path / "again", fitted, {"a": "1", "b": "2"}, "# 编码器\n")
    first, again = ({p.name: p.read_bytes() for p in where.iterdir()} for where in (folder, tmp_path / "again"))
    assert first == again
    assert not any(SEEN.encode() in content for content in first.values())


@pytest.mark.parametrize("name", [NUMBERS, PIECES, HELD])
def test_a_damaged_or_missing_file_is_named(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[:-1])
    with pytest.raises(ModelError, match=name):
        load_encoder(folder, LABELS)
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"缺少文件 {name}"):
        load_encoder(folder, LABELS)


def test_one_that_answers_other_labels_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="不相配，请重新拟合"):
        load_encoder(folder, (*LABELS, "rule"))


def test_a_model_is_no_encoder_and_an_encoder_no_model(folder: Path, language: Language) -> None:
    with pytest.raises(ModelError, match="里不是编码器"):
        load_encoder(shipped("models") / DEFAULT_MODEL, LABELS)
    with pytest.raises(ModelError, match="里不是模型"):
        load_model(folder, language)
    with pytest.raises(ModelError, match="找不到编码器"):
        load_encoder(folder / "none", LABELS)


@pytest.mark.parametrize(
    "change", [*({"heads": heads} for heads in (0, 3, 1.5, float("inf"), "many")), {"labels": ["a"]}, {"labels": None}]
)
def test_settings_that_do_not_fit_the_numbers_are_refused(folder: Path, change: dict[str, object]) -> None:
    seal(folder, **change)
    with pytest.raises(ModelError, match=r"内容不完整|manifest\.json 已损坏"):
        load_encoder(folder, LABELS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (PIECES, b"[]"),
        (PIECES, b'{"\\ud800": 1}'),
        (PIECES, b'{"a": NaN}'),
        (PIECES, b'{"a": "1e999"}'),
        (PIECES, json.dumps({"a" * 33: -1.0}).encode()),
        (HELD, packed({"keys": np.zeros((2, 8), np.uint8), "logits": np.zeros((2, 2), np.float16)})),
        (HELD, packed({"keys": np.zeros((1, 8), np.uint8), "logits": np.zeros((1, 3), np.float16)})),
        (HELD, packed({"keys": np.zeros((1, 7), np.uint8), "logits": np.zeros((1, 2), np.float16)})),
        (HELD, packed({"keys": np.zeros((1, 8), np.uint8), "logits": np.full((1, 2), np.nan, np.float16)})),
        (HELD, packed({"keys": np.zeros((1, 8), np.uint8)})),
        (NUMBERS, packed({"scale": np.zeros(8, np.float32)})),
    ],
)
def test_a_file_of_another_form_is_refused_though_its_hash_is_right(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    seal(folder, files=dict(read_manifest(folder)["files"]) | {name: content_hash(content)})
    with pytest.raises(ModelError, match="内容不完整"):
        load_encoder(folder, LABELS)


def test_an_encoder_may_have_been_fitted_on_nothing(tmp_path: Path) -> None:
    save_encoder(tmp_path / "e", CrossFitted(small_encoder(LABELS), {}), {}, "")
    assert load_encoder(tmp_path / "e", LABELS).held == {}


def seal(folder: Path, **columns: object) -> None:
    manifest = dict(read_manifest(folder))
    (folder / MANIFEST).write_text(json.dumps(sealed(manifest | columns)), encoding="utf8")


def passage(text: str, language: Language) -> Passage:
    return passage_of(text, language.tokenizer, utterance=COMMENT, speaker=Speaker.CUSTOMER)
