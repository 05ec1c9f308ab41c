import re
from pathlib import Path

import pytest

from tests.nlp.rules.rows import file, row
from voc.domain.expressions import Word
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError
from voc.nlp.rules import load_rules, read_rule_texts, read_rules, rule_texts


def test_lists_of_one_file_serve_the_rules_of_all(taxonomy: Taxonomy) -> None:
    texts = {"b/own.toml": file(row("['@branch']")), "lists.toml": '[lists]\nbranch = ["網點", "~往银", "网点"]\n'}
    own = load_rules(texts, taxonomy)
    assert own.lists == {"branch": (Word("网点"), Word("往银", by_sound=True))}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[rule]", "own.toml 第 1 行第 7 列：不是有效的 TOML：表头的方括号"),
        ("lists = 3", "应由 factor"),
        ('rule = "x"', "应由 factor"),
        ("weather = 1", "应由 factor"),
        (row(), "own.toml：缺少 factor"),
        (file(row(), factor="rule.weather"), "own.toml 第 1 行：分类表里没有因子 rule.weather"),
        ('factor = "rule.fee"\nrule = [1]', "own.toml 第 2 行：缺少 id"),
        ("[lists]\n'a b' = ['x']", "词表名 a b 只能由"),
        ("[lists]\n\nb = '网点'", "own.toml 第 3 行：词表 b 有误"),
        ("[lists]\nb = []", "词表 b 有误：没有词"),
        ("[lists]\na = ['x']\nb = ['@a']", "own.toml 第 3 行：词表 b 有误：@a 不能写在词表里"),
        ("[lists]\nb = ['~']", "词表 b 有误：有一个词是空的"),
        ("[lists]\nb = ['~app']", "词表 b 有误：~app 不能按读音找"),
        ("[lists]\nb = ['~一二三四五六七八九']", "只能由汉字组成，最多 8 个"),
    ],
)
def test_a_wrong_file_is_refused_by_name(text: str, reason: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=re.escape(reason)):
        load_rules({"own.toml": text}, taxonomy)


def test_what_can_be_read_is_kept_beside_all_faults(taxonomy: Taxonomy) -> None:
    texts = {
        "a.toml": file(row(), row("['a b']", id="wrong")),
        "b.toml": file(row(), lists="x = ['1']"),
        "c.toml": "[lists]\nx = ['2']",
        "d.toml": "damaged [",
    }
    own, faults = read_rules(texts, taxonomy)
    assert [rule.id for rule in own.rules] == ["crash"]
    assert [re.sub("：.*", "", str(fault)) for fault in faults] == [
        "d.toml 第 1 行第 9 列",
        "c.toml 第 2 行",
        "a.toml 第 15 行第 12 列",
        "b.toml 第 3 行",
    ]
    assert "另一条在 a.toml 第 3 行" in str(faults[-1])


def test_the_files_of_a_folder_are_named_within_it(tmp_path: Path) -> None:
    (tmp_path / "rule").mkdir()
    for name in ("rule/fee.toml", "lists.toml", "notes.txt"):
        (tmp_path / name).write_text(name, encoding="utf8")
    assert rule_texts(tmp_path) == {"lists.toml": "lists.toml", "rule/fee.toml": "rule/fee.toml"}
    assert rule_texts(tmp_path / "rule" / "fee.toml") == rule_texts(tmp_path)
    assert rule_texts(tmp_path / "lists.toml") == {"lists.toml": "lists.toml"}


def test_a_file_may_stand_alone_or_beside_its_lists(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    own = tmp_path / "a" / "b" / "fee.toml"
    own.write_text("x", encoding="utf8")
    assert rule_texts(own) == {"fee.toml": "x"}
    (own.parent / "lists.toml").write_text("y", encoding="utf8")
    assert rule_texts(own) == {"fee.toml": "x", "lists.toml": "y"}


def test_what_holds_no_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有规则文件"):
        rule_texts(tmp_path)
    with pytest.raises(InputError, match=r"：无法读取规则文件：没有这个文件$"):
        rule_texts(tmp_path / "missing.toml")
    (tmp_path / "gbk.toml").write_bytes("网点".encode("gb18030"))
    with pytest.raises(InputError, match=r"gbk\.toml 第 1 行：无法读取规则文件：不是 UTF-8 文字$"):
        rule_texts(tmp_path / "gbk.toml")


def test_rules_without_a_known_factor_are_read_for_their_own_faults(taxonomy: Taxonomy) -> None:
    own, faults = read_rules({"own.toml": file(row(), row("['a b']", id="b"), factor="rule.weather")}, taxonomy)
    assert own.rules == ()
    assert [str(fault).split("：")[0] for fault in faults] == ["own.toml 第 1 行", "own.toml 第 15 行第 12 列"]


def test_the_files_that_can_be_read_are_read_beside_those_that_cannot(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_bytes(b"\xef\xbb\xbf# good")
    (tmp_path / "gbk.toml").write_bytes(b"# one\n# two\n" + "网点".encode("gb18030"))
    (tmp_path / "folder.toml").mkdir()
    texts, faults = read_rule_texts(tmp_path)
    assert texts == {"good.toml": "# good"}
    assert list(map(str, faults)) == [
        f"{tmp_path / 'folder.toml'}：无法读取规则文件：是目录，不是文件",
        f"{tmp_path / 'gbk.toml'} 第 3 行：无法读取规则文件：不是 UTF-8 文字",
    ]


def test_what_is_sound_of_a_list_is_taken_beside_what_is_wrong_with_it(taxonomy: Taxonomy) -> None:
    texts = {"own.toml": file(row("['@bad']"), lists="bad = ['闪退', '@good', '~']")}
    own, faults = read_rules(texts, taxonomy)
    assert own.lists == {"bad": (Word("闪退"),)}
    assert [rule.id for rule in own.rules] == ["crash"]
    assert len(faults) == 2


def test_an_unknown_factor_is_told_on_its_line_with_those_that_may_be_meant(taxonomy: Taxonomy) -> None:
    text = "# 注\n" + file(row(), factor="rule.chanel")
    (fault,) = read_rules({"own.toml": text}, taxonomy)[1]
    assert str(fault) == "own.toml 第 2 行：分类表里没有因子 rule.chanel。是不是 rule.channel、rule.fee？"


def test_a_wrong_list_name_is_told_on_its_own_line(taxonomy: Taxonomy) -> None:
    lists = "good = ['闪退']\n\"b d\" = ['闪退']\nid = ['闪退', '~']"
    _, faults = read_rules({"own.toml": file(row(), lists=lists)}, taxonomy)
    assert [str(fault).split("：")[0] for fault in faults] == ["own.toml 第 12 行", "own.toml 第 13 行"]
