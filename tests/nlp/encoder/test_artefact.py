import json
from pathlib import Path

import pytest

from tests.nlp.encoder.encoders import small_encoder
from voc.errors import ModelError
from voc.nlp.encoder.artefact import HELD, NUMBERS, PIECES, Studied, key_of, load_encoder, save_encoder
from voc.nlp.manifest import MANIFEST, sealed

LABELS = ("dissatisfied", "person")
SEEN = "客服态度差"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    studied = Studied(small_encoder(LABELS), {key_of(SEEN): (1.5, -2.5), key_of("闪退"): (0.5, 0.25)})
    save_encoder(tmp_path / "编码器", studied, {"b": "2", "a": "1"}, "# 编码器\n")
    return tmp_path / "编码器"


def test_a_text_it_was_fitted_on_is_answered_by_one_that_had_not_seen_it(folder: Path) -> None:
    studied = load_encoder(folder, LABELS)
    assert studied.answers(SEEN) == studied.answers(f" {SEEN}！") == {"dissatisfied": 1.5, "person": -2.5}
    assert studied.answers("网点太远") == studied.encoder.answers("网点太远")
    assert studied.encoder.logits(SEEN) == small_encoder(LABELS).logits(SEEN)


def test_the_same_encoder_is_the_same_bytes_and_holds_no_text(folder: Path, tmp_path: Path) -> None:
    studied = load_encoder(folder, LABELS)
    save_encoder(tmp_path / "again", studied, {"a": "1", "b": "2"}, "# 编码器\n")
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


@pytest.mark.parametrize("change", [{"heads": 3}, {"labels": ["a", "b", "c"]}, {"heads": "many"}, {"labels": None}])
def test_settings_that_do_not_fit_the_numbers_are_refused(folder: Path, change: dict[str, object]) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    (folder / MANIFEST).write_text(json.dumps(sealed(manifest | change)), encoding="utf8")
    with pytest.raises(ModelError, match="内容不完整"):
        load_encoder(folder, LABELS)
