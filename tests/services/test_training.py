from dataclasses import replace
from pathlib import Path

import pytest

from tests.inputs import answer, write
from tests.nlp.encoder.encoders import small_encoder
from tests.services.stores import SHANGHAI
from voc.domain.contact import Contact
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause
from voc.engines.local import OneByOne
from voc.errors import InputError, ModelError
from voc.nlp.analyzer import Analyzer, code_hash, load_analyzer
from voc.nlp.artefact import seen_texts
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import NUMBERS, CrossFitted, key_of, load_encoder, save_encoder
from voc.nlp.gold import Gold
from voc.nlp.manifest import MANIFEST, read_manifest
from voc.nlp.privacy import masked_contact
from voc.nlp.training import Trained
from voc.services.labelled import file_hash, read_labelled
from voc.services.reviews.learning import ReviewedContact, ReviewedContacts
from voc.services.teaching import LEAST_RECORDS
from voc.services.training import ENCODER, REVIEWS, train
from voc.settings import shipped

COUNT = 70


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first comments of the samples."""
    path = tmp_path_factory.mktemp("labelled") / "comments.jsonl"
    with (shipped("samples") / "comments.jsonl").open(encoding="utf8") as stream:
        path.write_text("".join(line for _, line in zip(range(COUNT), stream, strict=False)), encoding="utf8")
    return path


@pytest.fixture(scope="module")
def fitted(labelled: Path, analyzer: Analyzer) -> tuple[Path, str, Trained]:
    folder = labelled.parent / "模型"
    model_id, trained = train([labelled], folder, language=analyzer.language, zone=SHANGHAI)
    return folder, model_id, trained


def test_a_trained_model_can_be_used(fitted: tuple[Path, str, Trained]) -> None:
    folder, model_id, _ = fitted
    analyzer = load_analyzer(folder)
    assert analyzer.version.model == model_id
    assert OneByOne(analyzer).version == analyzer.version


def test_what_inspectors_decided_is_learnt_from_and_named_among_the_sources(
    fitted: tuple[Path, str, Trained], labelled: Path
) -> None:
    folder, model_id, _ = fitted
    decided = tuple(
        ReviewedContact(
            Contact(None, (SurveyResponse(f"S-{n}", comment=f"第{n}次说客服爱答不理"),)),
            Gold.parse(
                {
                    "dissatisfied": True,
                    "causes": ["person"],
                    "primary": "person",
                    "factors": ["person.attitude"],
                }
            ),
        )
        for n in range(5)
    )
    beside = labelled.parent / "复核"
    found, _ = train(
        [labelled],
        beside,
        language=load_analyzer(folder).language,
        zone=SHANGHAI,
        reviewed=ReviewedContacts(decided, "ab12"),
    )
    assert found != model_id
    assert read_manifest(beside)["trained_on"][REVIEWS] == "ab12"
    assert f"共 {COUNT + 5} 条" in (beside / "CARD.md").read_text("utf8")
    assert REVIEWS not in read_manifest(folder)["trained_on"]


def test_the_same_files_give_the_same_bytes(fitted: tuple[Path, str, Trained], labelled: Path) -> None:
    folder, model_id, _ = fitted
    again, steps, said = labelled.parent / "again", list[tuple[int, int | None]](), list[str]()
    analyzer = load_analyzer(folder)
    found, _ = train(
        [labelled],
        again,
        language=analyzer.language,
        zone=SHANGHAI,
        progress=lambda done, total: steps.append((done, total)),
        step=said.append,
    )
    assert found == model_id
    assert {f.name: f.read_bytes() for f in again.iterdir()} == {f.name: f.read_bytes() for f in folder.iterdir()}
    assert steps[-1] == (COUNT, COUNT)
    assert said


def test_the_artefact_says_what_it_was_made_of(fitted: tuple[Path, str, Trained], labelled: Path) -> None:
    folder, model_id, trained = fitted
    manifest = read_manifest(folder)
    assert manifest["trained_on"] == {"comments.jsonl": file_hash(labelled)}
    assert manifest["code"] == code_hash()
    card = (folder / "CARD.md").read_text("utf8")
    assert card.startswith(f"# 模型卡：{trained.model.id}")
    assert trained.model.id == model_id
    assert "- comments.jsonl" in card
    assert f"共 {COUNT} 条有标注的记录" in card


def test_labels_by_number_count_as_fresh(labelled: Path, analyzer: Analyzer, tmp_path: Path) -> None:
    fresh = write(tmp_path / "a.jsonl", *(answer(f"F-{n}", f"第{n}次转账转不出去") for n in range(30)))
    labels = write(
        tmp_path / "labels.jsonl",
        *({"id": f"F-{n}", "dissatisfied": True, "causes": ["product"]} for n in range(30)),
    )
    _, trained = train(
        [labelled, fresh], tmp_path / "m", language=analyzer.language, zone=SHANGHAI, fresh_labels=[labels]
    )
    assert trained.measures["n"] == 30


def test_labelled_files_can_be_given_as_fresh(
    fitted: tuple[Path, str, Trained], labelled: Path, analyzer: Analyzer, tmp_path: Path
) -> None:
    texts = ("转账转不出去", "网点太远", "态度太差", "很好")
    gold = {"dissatisfied": True, "causes": ["product"], "factors": ["product.stability"]}
    fresh = write(tmp_path / "fresh.jsonl", *(answer(f"F-{n}", f"第{n}次{texts[n % 4]}", gold=gold) for n in range(30)))
    _, trained = train([labelled], tmp_path / "m", language=analyzer.language, zone=SHANGHAI, fresh=[fresh])
    assert trained.measures["n"] == 30
    assert fitted[2].measures["n"] == 0
    assert fitted[2].measures["macro_f1"] is None
    assert read_manifest(tmp_path / "m")["trained_on"] == {
        "comments.jsonl": file_hash(labelled),
        "fresh.jsonl": file_hash(fresh),
    }
    card = (tmp_path / "m" / "CARD.md").read_text("utf8")
    assert "- comments.jsonl\n- fresh.jsonl\n" in card
    assert f"共 {COUNT + 30} 条" in card


def test_too_few_labels_are_refused(tmp_path: Path, analyzer: Analyzer) -> None:
    gold = {"dissatisfied": False, "causes": []}
    path = write(tmp_path / "a.jsonl", *(answer(f"S-{n}", gold=gold) for n in range(LEAST_RECORDS - 1)), answer("S"))
    with pytest.raises(InputError, match=f"只有 {LEAST_RECORDS - 1} 条，至少要 {LEAST_RECORDS} 条"):
        train([path], tmp_path / "m", language=replace(analyzer.language), zone=SHANGHAI)
    assert not (tmp_path / "m").exists()


def test_a_model_trained_on_nothing_to_measure_on_says_so_and_leaves_all_to_people(
    fitted: tuple[Path, str, Trained],
) -> None:
    folder, _, trained = fitted
    measures = read_manifest(folder)["measures"]
    assert measures.pop("n") == 0
    assert measures
    assert set(measures.values()) == {None}
    assert "| 未测 |" in (folder / "CARD.md").read_text("utf8")
    assert any("只有 0 种不同的文字" in warning for warning in trained.warnings)
    contacts = [Contact(None, (SurveyResponse("S-1", comment=text),)) for text in ("手机银行总是闪退", "很好")]
    assert all(analysis.abstained for analysis in OneByOne(load_analyzer(folder)).analyze(contacts, mask=True))


def test_the_artefact_tells_which_records_it_has_seen(
    fitted: tuple[Path, str, Trained], labelled: Path, analyzer: Analyzer
) -> None:
    texts = seen_texts(fitted[0], analyzer.language)
    assert texts is not None
    rows = read_labelled([labelled], zone=SHANGHAI)
    assert len(rows) == COUNT
    assert all(texts.holds(masked_contact(one.contact)) for one in rows)
    assert not texts.holds(Contact(None, (SurveyResponse("S-1", comment="从来没有人写过的一句话"),)))


def test_files_of_one_name_both_keep_their_hash(labelled: Path, analyzer: Analyzer, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    other = write(tmp_path / "a" / labelled.name, answer("S-9", "网点太远", gold={"dissatisfied": True, "causes": []}))
    train([labelled, other], tmp_path / "m", language=analyzer.language, zone=SHANGHAI)
    assert sorted(read_manifest(tmp_path / "m")["trained_on"].values()) == sorted(map(file_hash, (labelled, other)))
    assert "a/comments.jsonl" in read_manifest(tmp_path / "m")["trained_on"]


def test_a_file_that_is_gone_while_the_model_is_fitted_loses_no_model(
    labelled: Path, analyzer: Analyzer, tmp_path: Path
) -> None:
    path, digest = tmp_path / "c.jsonl", file_hash(labelled)
    path.write_bytes(labelled.read_bytes())
    train(
        [path], tmp_path / "m", language=analyzer.language, zone=SHANGHAI, step=lambda _: path.unlink(missing_ok=True)
    )
    assert read_manifest(tmp_path / "m")["trained_on"] == {"c.jsonl": digest}


def test_a_place_that_cannot_be_written_is_refused_before_anything_is_read(analyzer: Analyzer, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("mine", encoding="utf8")
    for folder in (place, place / "m"):
        with pytest.raises(InputError, match=r"无法写入 .*是文件，不是目录"):
            train([tmp_path / "none.jsonl"], folder, language=analyzer.language, zone=SHANGHAI)
    assert place.read_text(encoding="utf8") == "mine"


def test_a_model_reads_comments_with_the_encoder_it_is_given(
    labelled: Path, fitted: tuple[Path, str, Trained], analyzer: Analyzer, tmp_path: Path
) -> None:
    encoder = small_encoder(encoded_labels(analyzer.language.taxonomy))
    save_encoder(tmp_path / "e", CrossFitted(encoder, {}), {}, "# 编码器\n")
    model_id, trained = train(
        [labelled], tmp_path / "m", language=analyzer.language, zone=SHANGHAI, encoder=tmp_path / "e"
    )
    assert model_id != fitted[1]
    assert {"encoded", "encoded_dissatisfied"} <= trained.model.comment_cause[Cause.PRODUCT].weights.keys()
    manifest = read_manifest(tmp_path / "m")
    assert manifest["trained_on"][ENCODER] == file_hash(tmp_path / "e" / MANIFEST)
    assert "由一个小型变换器" in (tmp_path / "m" / "CARD.md").read_text(encoding="utf8")
    assert "由一个小型变换器" not in (fitted[0] / "CARD.md").read_text(encoding="utf8")
    own = load_analyzer(tmp_path / "m").model.encoder
    assert own is not None
    assert own.answers("闪退") == encoder.answers("闪退")
    (tmp_path / "e" / NUMBERS).unlink()
    with pytest.raises(ModelError, match=f"缺少文件 {NUMBERS}"):
        train([labelled], tmp_path / "n", language=analyzer.language, zone=SHANGHAI, encoder=tmp_path / "e")
    assert not (tmp_path / "n").exists()


def test_what_an_encoder_was_fitted_on_counts_as_seen_and_what_it_was_not_is_told(
    labelled: Path, analyzer: Analyzer, tmp_path: Path
) -> None:
    language = analyzer.language
    held = dict.fromkeys(map(key_of, ("别处的评论", "又一条")), (0.0,) * len(encoded_labels(language.taxonomy)))
    fitted = CrossFitted(small_encoder(encoded_labels(language.taxonomy)), held)
    save_encoder(tmp_path / "e", fitted, {}, "# 编码器\n")
    _, trained = train([labelled], tmp_path / "m", language=language, zone=SHANGHAI, encoder=tmp_path / "e")
    assert any(warning.startswith(f"编码器拟合时没有 {COUNT} 条评论") for warning in trained.warnings)
    texts = seen_texts(tmp_path / "m", language)
    assert texts is not None
    asked = (masked_contact(Contact(None, (SurveyResponse("S", comment=text),))) for text in ("别处的评论。", "没见过"))
    assert [texts.holds(contact) for contact in asked] == [True, False]


def test_a_model_is_not_written_over_an_encoder(labelled: Path, analyzer: Analyzer, tmp_path: Path) -> None:
    encoder = small_encoder(encoded_labels(analyzer.language.taxonomy))
    save_encoder(tmp_path / "e", CrossFitted(encoder, {}), {}, "# 编码器\n")
    with pytest.raises(InputError, match="里是编码器，模型要写到别的目录"):
        train([labelled], tmp_path / "e", language=analyzer.language, zone=SHANGHAI, encoder=tmp_path / "e")
    assert load_encoder(tmp_path / "e", encoder.labels).encoder.logits("闪退") == encoder.logits("闪退")
