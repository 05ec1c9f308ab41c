import json
import re
from pathlib import Path

import pytest

from tests.cli.running import voc
from tests.inputs import answer, call, write
from tests.nlp.rules.rows import file, row
from tests.services.rule_folders import folder, gold

ROOT = Path(__file__).resolve().parents[2]
PLACELESS = {"where": None, "file": None, "line": None, "column": None}


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    return write(
        tmp_path / "in.jsonl",
        call("C-1", "客：老闪退，打13800138000", "座：闪退吗", survey={"score": 1, "scale": [1, 5]}),
        answer("S-1", "闪退"),
        answer("S-2", "很好"),
    )


def test_the_shipped_rules_pass_their_check() -> None:
    outcome = voc("rules", "check")
    assert outcome.code == 0
    assert "没有错误" in outcome.err
    assert outcome.out.splitlines()
    assert all(line.startswith("提醒·") for line in outcome.out.splitlines())


def test_a_folder_with_faults_is_refused_after_all_of_them_are_told(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", row("['a b']"), row(id="b", matches='["白屏"]'))
    outcome = voc("rules", "check", own)
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "错误·写法 own.toml 第 7 行第 12 列： crash： when 有误：“b”的位置不对。"
        "两个条件之间写 AND、OR 或 ..字数；一个词里有空格或标点时加引号",
        "错误·例句 own.toml 第 16 行： b： 应命中而没有命中：白屏",
    ]
    assert outcome.err.splitlines()[-1] == "错误：规则有 2 处错误"


def test_the_rules_in_use_are_checked_unless_others_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = folder(tmp_path / "own", row(), lists="spare = ['x']")
    monkeypatch.setenv("VOC_RULES", str(own))
    assert "1 个文件，1 条规则，没有错误，1 处提醒" in voc("rules", "check").err
    assert "没有错误，0 处提醒" in voc("rules", "check", own / "own.toml").err
    found = json.loads(voc("rules", "check", "--json").out)
    reason = "词表 spare 没有规则用到"
    notice = {"level": "notice", "kind": "unused_list", **PLACELESS, "rule": None, "reason": reason}
    assert found == {"rules": 1, "findings": [notice]}


def test_each_fault_has_its_place_and_rule_as_json(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", row("['a b']"), row(id="b", matches='["白屏"]'))
    (own / "torn.toml").write_text("[[rule]", encoding="utf8")
    found = json.loads(voc("rules", "check", own, "--json").out)["findings"]
    assert [(one["file"], one["line"], one["column"], one["rule"]) for one in found] == [
        ("torn.toml", 1, 7, None),
        ("own.toml", 7, 12, "crash"),
        ("own.toml", 16, None, "b"),
    ]
    assert found[1]["where"] == "own.toml 第 7 行第 12 列"
    assert found[1]["reason"].startswith("when 有误：“b”的位置不对")


def test_what_is_refused_is_told_as_it_stands(inputs: Path) -> None:
    told = voc("rules", "test", "/[/", inputs).err
    assert told == "错误：第 1 行第 1 列：正则不能用：方括号没有配对。要找方括号本身写 \\[\n"


@pytest.mark.parametrize("document", ["docs/rules.md", "README.md", "voc/cli/rules.py"])
def test_the_examples_of_trying_out_find_something_in_the_samples(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf8")
    asked = re.findall(r"voc rules test '([^']+)' (data/samples/[\w.]+)", text)
    assert asked
    for expression, samples in asked:
        assert json.loads(voc("rules", "test", expression, ROOT / samples, "--json").out)["matched"] > 0


def test_an_expression_is_tried_on_files_at_once(inputs: Path) -> None:
    outcome = voc("rules", "test", "老 ..3 闪退|打 OR 闪退", inputs)
    assert outcome.code == 0
    assert outcome.out.splitlines()[:5] == [
        "C-1",
        "  [0 客户] 【老闪退】，打***********",
        "  [1 座席] 【闪退】吗",
        "S-1",
        "  [评论 客户] 【闪退】",
    ]
    assert outcome.err.splitlines() == ["3 次接触里有 2 次符合，共命中 3 处"]


def test_only_some_contacts_are_shown_but_all_are_counted(inputs: Path) -> None:
    outcome = voc("rules", "test", "闪退", inputs, "--limit", "1")
    assert "S-1" not in outcome.out
    assert "3 次接触里有 2 次符合" in outcome.err
    assert "S-1" in voc("rules", "test", "闪退", inputs, "--limit", "0").out


def test_hits_can_be_had_as_json(inputs: Path) -> None:
    found = json.loads(voc("rules", "test", "SCORE<0.5 OR CUSTOMER(老 ..3 闪退)", inputs, "--json").out)
    assert found == {
        "expression": "SCORE<0.5 OR CUSTOMER(老 ..3 闪退)",
        "contacts": 3,
        "matched": 1,
        "hits": 1,
        "rejected": 0,
        "warnings": [],
        "words": {"老闪退": 1},
        "records": [{"id": "C-1", "hits": [{"utterance": 0, "start": 0, "end": 3, "text": "老闪退"}]}],
    }


def test_a_condition_without_words_says_so(inputs: Path) -> None:
    assert voc("rules", "test", "SCORE<0.5", inputs).out.splitlines() == ["C-1  整次接触符合"]


def test_lists_of_the_rules_in_use_can_be_tried(tmp_path: Path, inputs: Path) -> None:
    own = folder(tmp_path / "own", row(), lists="bad = ['闪退']")
    assert "有 2 次符合" in voc("rules", "test", "@bad", inputs, "--rules", own).err
    refused = voc("rules", "test", "@bad_words", inputs, "--rules", own)
    assert (refused.code, refused.err.strip()) == (
        1,
        "错误：第 1 行第 1 列：没有名为 bad_words 的词表。已有的词表：bad",
    )


def test_a_rule_is_explained_in_words() -> None:
    outcome = voc("rules", "explain", "channel.recital_branch")
    assert outcome.code == 0
    for part in (
        "渠道限制（rule.channel）",
        "座席告知规定；听座席的话",
        "rule/channel.toml 第",
        "算数",
        "应命中",
        "AGENT(",
    ):
        assert part in outcome.out


def test_a_rule_is_explained_by_the_name_that_analyses_cite_it_by() -> None:
    cited, own = (
        voc("rules", "explain", "rule:channel.recital_branch"),
        voc("rules", "explain", "channel.recital_branch"),
    )
    assert (cited.code, cited.out) == (0, own.out)


def test_a_rule_of_ones_own_is_explained_with_its_exceptions(tmp_path: Path) -> None:
    more = "unless = ['自己']\nallow = [\"negated\"]\nspares = []"
    own = folder(tmp_path / "own", row("['@bad']", more=more), lists="bad = ['闪退', '~白屏', '白屏']")
    text = voc("rules", "explain", "crash", "--rules", own).out
    assert "@bad      闪退、~白屏、白屏" in text
    assert "除非      同一分句里有 “自己”" in text
    assert "也算      被否定的" in text
    assert "不应命中  （没有写）" in text


def test_a_plain_rule_has_no_exceptions(tmp_path: Path) -> None:
    text = voc("rules", "explain", "crash", "--rules", folder(tmp_path / "own", row())).out
    assert "算数      “闪退”" in text
    assert "除非" not in text
    assert "也算" not in text


def test_a_rule_that_is_not_there_is_told_with_its_neighbours() -> None:
    outcome = voc("rules", "explain", "channel.branch")
    assert outcome.code == 1
    assert "没有编号为 channel.branch 的规则；接近的有：channel.home_branch、channel.branch_only、" in outcome.err
    assert "；同组的有：channel." in outcome.err
    misspelt = voc("rules", "explain", "rule:chanel.branch_onyl")
    assert "没有编号为 chanel.branch_onyl 的规则；接近的有：channel.branch_only、" in misspelt.err
    assert voc("rules", "explain", "weather").err.strip() == "错误：没有编号为 weather 的规则"


def test_the_health_of_rules_is_measured_on_labels(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", row(), row("['白屏']", id="white", matches='["白屏"]'))
    path = write(
        tmp_path / "l.jsonl",
        answer("S-1", "闪退", gold=gold("product.stability")),
        answer("S-2", "闪退了", gold=gold("product.speed")),
    )
    outcome = voc("rules", "health", path, "--rules", own, "--wrong", "2")
    assert outcome.code == 0
    assert "50.0%   9.4%–90.5%" in outcome.out
    assert "crash  S-2 [评论] 【闪退】了" in outcome.out
    assert outcome.err.splitlines()[-1] == "2 条标注；1 条规则投过票，1 条没有投过（--json 列出全部）"
    assert "S-2" not in voc("rules", "health", path, "--rules", own).out
    crash, white = json.loads(voc("rules", "health", path, "--rules", own, "--json").out)["rules"]
    assert (crash["precision"], crash["interval"], crash["right"], crash["judged"]) == (0.5, [0.0945, 0.9055], 1, 2)
    assert crash["wrong"] == [{"id": "S-2", "utterance": None, "text": "闪退", "whole": "闪退了", "spans": [[0, 2]]}]
    assert (white["precision"], white["contacts"]) == (None, 0)


def test_a_change_of_rules_is_told_contact_by_contact(tmp_path: Path, inputs: Path) -> None:
    old = folder(tmp_path / "old", row())
    new = folder(tmp_path / "new", row("['老 ..3 闪退']", matches='["老闪退"]'))
    outcome = voc("rules", "diff", old, new, inputs)
    assert outcome.code == 0
    assert outcome.out.splitlines() == [
        "C-1",
        "  − crash [0] 闪退",
        "  + crash [0] 老闪退",
        "S-1  −系统稳定",
        "  − crash [评论] 闪退",
    ]
    assert outcome.err.strip() == "3 次接触里有 2 次的票变了：少了 2 票，多了 1 票"
    found = json.loads(voc("rules", "diff", old, new, inputs, "--json").out)
    assert (found["contacts"], found["changed"], found["gone"], found["new"]) == (3, 2, 2, 1)
    assert found["records"][1]["factors_gone"] == ["product.stability"]
    vote = {"rule": "crash", "factor": "product.stability", "says": "complaint", "kind": "pain", "weight": 1}
    words = {"utterance": 0, "start": 0, "end": 3, "text": "老闪退"}
    assert found["records"][0]["new"] == [vote | words]


def test_votes_that_only_say_something_else_are_told_with_what_that_is(tmp_path: Path, inputs: Path) -> None:
    old = folder(tmp_path / "old", row())
    new = folder(tmp_path / "new", row(says="fault", more="kind = 'itch'\nweight = 2.5"))
    outcome = voc("rules", "diff", old, new, inputs)
    assert outcome.out.splitlines()[:3] == [
        "C-1",
        "  − crash [0] 闪退",
        "  + crash [0] 闪退（客户抱怨→客户报故障，痛点→痒点，权重 1→2.5）",
    ]
    found = json.loads(voc("rules", "diff", old, new, inputs, "--json").out)["records"][0]
    told = [[(vote["says"], vote["kind"], vote["weight"]) for vote in found[side]] for side in ("gone", "new")]
    assert told == [[("complaint", "pain", 1)], [("fault", "itch", 2.5)]]


def test_the_same_rules_change_nothing(tmp_path: Path, inputs: Path) -> None:
    own = folder(tmp_path / "own", row())
    outcome = voc("rules", "diff", own, own, inputs)
    assert (outcome.out, outcome.err.strip()) == ("", "3 次接触里有 0 次的票变了：少了 0 票，多了 0 票")


def test_a_model_refuses_rules_that_it_was_not_trained_with(
    tmp_path: Path, inputs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOC_RULES", str(folder(tmp_path / "own", row())))
    outcome = voc("analyze", inputs)
    assert outcome.code == 1
    assert "与当前的规则文件不相配" in outcome.err


def test_rows_that_cannot_be_read_are_set_aside_and_the_rest_is_done(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", row())
    path = write(
        tmp_path / "in.jsonl",
        "{",
        call("C-1", "客：闪退", gold=gold("product.stability")),
        call("C-1", "客：闪退"),
        answer("S-1", "很好", score="很低"),
    )
    told = [
        "拒收：in.jsonl 第 1 行：JSON 不完整或有误（第 3 个字符附近）",
        "拒收：in.jsonl 第 3 行：会话编号 C-1 前面已经有了",
    ]
    for command in (("test", "闪退", path, "--rules", own), ("health", path, "--rules", own), ("diff", own, own, path)):
        outcome = voc("rules", *command)
        assert outcome.code == 3, command
        lines = outcome.err.splitlines()
        assert set(told) < set(lines)
        assert any(line.startswith("拒收：in.jsonl 第 4 行：") for line in lines)
        assert lines[-1] == "有 3 条记录被拒收"
        counted = voc("rules", *command, "--json")
        assert (counted.code, json.loads(counted.out)["rejected"], json.loads(counted.out)["contacts"]) == (3, 3, 1)


def test_a_rule_file_that_is_not_utf8_does_not_hide_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", row(matches='["白屏"]', more="spares = []"))
    (own / "gbk.toml").write_bytes("# 网点\n".encode("gb18030"))
    outcome = voc("rules", "check", own)
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        f"错误·写法 {own / 'gbk.toml'} 第 1 行： 无法读取规则文件：不是 UTF-8 文字",
        "错误·例句 own.toml 第 8 行： crash： 应命中而没有命中：白屏",
        "错误·不全 own.toml 第 3 行： crash： 缺少 spares：至少写一句不应命中的话",
    ]
    assert outcome.err.splitlines()[-1] == "错误：规则有 3 处错误"
    refused = voc("rules", "test", "闪退", own / "own.toml", "--rules", own)
    assert (refused.code, refused.err.count("gbk.toml")) == (1, 1)


def test_an_expression_that_never_or_always_holds_is_tried_with_a_warning(inputs: Path) -> None:
    never = voc("rules", "test", "闪退 AND NOT 闪退", inputs)
    assert (never.code, never.err.splitlines()[0]) == (0, "提醒：这个式子不会命中：既要有又要没有")
    always = voc("rules", "test", "UTTERANCES>=0", inputs)
    assert (always.code, always.err.splitlines()[0]) == (0, "提醒：这个式子总是成立：没有一个数不符合")
    assert json.loads(voc("rules", "test", "object=天气 OR 闪退", inputs, "--json").out)["warnings"]
    assert "提醒" not in voc("rules", "test", "闪退", inputs).err


def test_the_same_file_twice_counts_once(inputs: Path) -> None:
    outcome = voc("rules", "test", "闪退", inputs, inputs)
    assert outcome.code == 3
    assert "3 次接触里有 2 次符合" in outcome.err
    assert "拒收：in.jsonl 第 2 行：调查编号 S-1 前面已经有了" in outcome.err


def test_contacts_can_come_from_the_standard_input(inputs: Path) -> None:
    outcome = voc("rules", "test", "闪退", "-", given=inputs.read_bytes())
    assert (outcome.code, "3 次接触里有 2 次符合" in outcome.err) == (0, True)


def test_files_without_rules_and_lists_do_not_pass(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("", encoding="utf8")
    outcome = voc("rules", "check", tmp_path / "empty.toml")
    assert (outcome.code, "empty.toml 里没有规则" in outcome.err) == (1, True)
    (tmp_path / "lists.toml").write_text("[lists]\na = ['x']\n", encoding="utf8")
    assert voc("rules", "check", tmp_path / "lists.toml").code == 0


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "式子是空的"),
        ("(" * 500, "括号里面还缺内容"),
        ("(" * 500 + "闪退" + ")" * 500, "套得太深"),
        ("NOT " * 2000 + "闪退", "套得太深"),
        ("闪退 " + "x" * 10_000, "位置不对"),
        ("闪退\x1b[2J", "U+001B"),
    ],
)
def test_odd_expressions_are_refused_in_one_short_line(inputs: Path, text: str, hint: str) -> None:
    outcome = voc("rules", "test", text, inputs)
    assert outcome.code == 1
    (line,) = outcome.err.splitlines()
    assert hint in line
    assert len(line) < 200
    assert "\x1b" not in line


def test_a_faulty_rule_elsewhere_does_not_stand_in_the_way_of_a_sound_one(tmp_path: Path, inputs: Path) -> None:
    own = folder(tmp_path / "own", row(), lists="bad = ['闪退']")
    (own / "wrong.toml").write_text(file(*(row("['a b']", id=f"b{n}") for n in range(6))), encoding="utf8")
    for command in (("test", "@bad", inputs), ("explain", "crash")):
        outcome = voc("rules", *command, "--rules", own)
        assert (outcome.code, bool(outcome.out)) == (0, True)
        told = [line for line in outcome.err.splitlines() if line.startswith("提醒：")]
        assert told[0].startswith("提醒：有错的没有用上：wrong.toml 第 7 行第 12 列")
        assert told[-1] == "提醒：规则文件一共有 6 处错误，用 voc rules check 查看"
    assert len(voc("rules", "check", own).out.splitlines()) >= 6


def test_marks_that_are_no_operators_are_told(inputs: Path) -> None:
    assert "提醒：“闪退*”里的 * 照字面找" in voc("rules", "test", "闪退*", inputs).err
    assert len(json.loads(voc("rules", "test", "老+闪退", inputs, "--json").out)["warnings"]) == 1
