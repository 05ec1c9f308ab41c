import re

import pytest

from tests.nlp.rules.rows import file, row, rule_set
from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard, printed
from voc.domain.rule import Rule, Says
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError
from voc.nlp.rules import parse, read_rules


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
            spares=("系：好的",),
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
        (row(id=" "), "有写错的值 id：不能是空的"),
        (row().replace('id = "crash"', "id = 3"), "有写错的值 id：应为文字"),
        (row(more="wait = 1\nhold = 1"), "规则 crash 有不认识的键：hold、wait"),
        (row(says="joke"), "有写错的值"),
        (row(more='speaker = "bank"'), "有写错的值"),
        (row(more='kind = "joke"'), "有写错的值"),
        (row(more='weight = "much"'), "weight：应为 0 到 10 的数"),
        (row(more="weight = -1"), "weight：应为 0 到 10 的数"),
        (row(more="weight = 10.5"), "weight：应为 0 到 10 的数"),
        (row(more="weight = inf"), "weight：应为 0 到 10 的数"),
        (row(more="weight = nan"), "weight：应为 0 到 10 的数"),
        (row(more="weight = true"), "weight：应为 0 到 10 的数"),
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


def test_all_that_is_wrong_with_a_rule_is_told(taxonomy: Taxonomy) -> None:
    text = row("['a b', '闪退', '@x']", says="joke", more="wait = 1\nweight = -1\nunless = ['c d']\nallow = 'negated'")
    _, faults = read_rules({"own.toml": file(text)}, taxonomy)
    told = [str(fault) for fault in faults]
    assert [re.sub("^.*规则 crash ", "", one).split("：")[0] for one in told] == [
        "有不认识的键",
        "有写错的值 says",
        "有写错的值 allow",
        "有写错的值 weight",
        "的 when 有误",
        "的 when 有误",
        "的 unless 有误",
    ]
    assert told[1].endswith("says：应为 complaint、fault、recital、lapse 之一")


def test_several_missing_keys_are_all_named(taxonomy: Taxonomy) -> None:
    _, faults = read_rules({"own.toml": file("[[rule]]\nid = 'a'\n")}, taxonomy)
    missing = ["description", "says", "when", "matches", "spares"]
    assert [str(fault).rpartition(" ")[2] for fault in faults] == missing


def test_texts_that_must_not_match_are_missed_only_beside_other_faults(taxonomy: Taxonomy) -> None:
    bare = row(more="").replace('spares = ["系：好的"]', "")
    assert read_rules({"own.toml": file(bare)}, taxonomy)[1] == ()
    _, faults = read_rules({"own.toml": file(bare.replace("闪退']", "a b']"))}, taxonomy)
    assert [str(fault).rpartition(" ")[2] for fault in faults][-1] == "spares"
