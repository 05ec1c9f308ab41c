import re
from pathlib import Path

import pytest

from tests.nlp.rules.rows import file, row, rule_set
from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard, Word, printed
from voc.domain.rule import Rule, Says
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError
from voc.nlp.rules import load_rules, parse, read_rules, rule_texts


def test_a_rule_is_read_with_its_defaults(taxonomy: Taxonomy) -> None:
    own = rule_set(taxonomy, row())
    assert own.rules == (
        Rule(
            id="crash",
            factor="product.stability",
            description="闪退",
            says=Says.COMPLAINT,
            speaker=Speaker.CUSTOMER,
            kind=Kind.PAIN,
            weight=1.0,
            when=(parse("闪退"),),
            unless=(),
            allows=frozenset(),
            matches=("闪退",),
            spares=(),
        ),
    )
    assert str(own.origins["crash"]) == "own.toml 第 3 行"


def test_everything_of_a_rule_can_be_said(taxonomy: Taxonomy) -> None:
    more = """
        speaker = "agent"
        kind = "itch"
        weight = 2
        unless = ['不用']
        allow = ["negated", "recital"]
        spares = ["x"]
    """
    (rule,) = rule_set(taxonomy, row(more=more)).rules
    assert (rule.speaker, rule.kind, rule.weight) == (Speaker.AGENT, Kind.ITCH, 2.0)
    assert rule.allows == {Guard.NEGATED, Guard.RECITAL}
    assert (list(map(printed, rule.unless)), rule.spares) == (["不用"], ("x",))


def test_lists_of_one_file_serve_the_rules_of_all(taxonomy: Taxonomy) -> None:
    texts = {"b/own.toml": file(row("['@branch']")), "lists.toml": '[lists]\nbranch = ["網點", "~往银", "网点"]\n'}
    own = load_rules(texts, taxonomy)
    assert own.lists == {"branch": (Word("网点"), Word("往银", by_sound=True))}


def without(key: str) -> str:
    return re.sub(rf"^{key} = .*$", "", row(), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *[
            (without(key), f"own.toml 第 3 行：规则 crash 缺少 {key}")
            for key in ("description", "says", "when", "matches")
        ],
        (without("id"), "规则 （缺 id） 缺少 id"),
        (row(more="wait = 1\nhold = 1"), "规则 crash 有不认识的键：hold、wait"),
        (row(says="joke"), "有写错的值"),
        (row(more='speaker = "bank"'), "有写错的值"),
        (row(more='kind = "joke"'), "有写错的值"),
        (row(more='weight = "much"'), "weight 应为不小于 0 的数"),
        (row(more="weight = -1"), "weight 应为不小于 0 的数"),
        (row(more="weight = nan"), "weight 应为不小于 0 的数"),
        (row(more="weight = true"), "weight 应为不小于 0 的数"),
        (row(more='allow = ["jokes"]'), "有写错的值"),
        (row('"闪退"'), "应为非空字符串的列表"),
        (row("[1]"), "应为非空字符串的列表"),
        (row('[" "]'), "应为非空字符串的列表"),
        (row("[]"), "至少要有一个 when 和一个 matches"),
        (row(matches="[]"), "至少要有一个 when 和一个 matches"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place_and_id(text: str, reason: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=re.escape(reason)):
        rule_set(taxonomy, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[rule]", "own.toml 不是有效的 TOML"),
        ("lists = 3", "应由 factor"),
        ('rule = "x"', "应由 factor"),
        ("weather = 1", "应由 factor"),
        (row(), "own.toml 缺少 factor"),
        (file(row(), factor="rule.weather"), "own.toml：分类表里没有因子 rule.weather"),
        ('factor = "rule.fee"\nrule = [1]', "缺 id"),
        ("[lists]\n'a b' = ['x']", "词表名 a b 只能由"),
        ("[lists]\n\nb = '网点'", "own.toml 第 3 行：词表 b 有误"),
        ("[lists]\nb = []", "词表 b 有误：没有词"),
    ],
)
def test_a_wrong_file_is_refused_by_name(text: str, reason: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=re.escape(reason)):
        load_rules({"own.toml": text}, taxonomy)


@pytest.mark.parametrize(
    ("when", "place"),
    [
        ("['闪退', 'a b']", "own.toml 第 7 行第 18 列"),
        ("[\n  '''a\n  OR b c'''\n]", "own.toml 第 9 行第 8 列"),
        ('["\\"a\\" b"]', "own.toml 第 3 行起，式子的第 1 行第 5 列"),
    ],
)
def test_a_wrong_expression_is_refused_at_its_line_and_column(when: str, place: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=re.escape(f"{place}：规则 crash 的 when 有误：") + ".*两个条件之间写 AND"):
        rule_set(taxonomy, row(when))


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
        "规则文件 d.toml 不是有效的 TOML",
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
    with pytest.raises(InputError, match="无法读取规则文件"):
        rule_texts(tmp_path / "missing.toml")
