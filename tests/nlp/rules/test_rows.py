import re

import pytest

from tests.nlp.rules.rows import file, row, rule_set
from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard, printed
from voc.domain.rule import Rule, Says
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError, Place
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
    assert str(own.origins["crash"].place) == "own.toml 第 3 行"


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
            (without(key), f"own.toml 第 3 行：规则 crash：缺少 {key}")
            for key in ("description", "says", "when", "matches")
        ],
        (without("id"), "own.toml 第 3 行：缺少 id"),
        (row(id=" "), "有写错的值 id：不能是空的"),
        (row().replace('id = "crash"', "id = 3"), "有写错的值 id：应为文字"),
        (row(more="wait = 1\nhold = 1"), "own.toml 第 10 行：规则 crash：有不认识的键：hold、wait"),
        (row(says="joke"), "own.toml 第 6 行：规则 crash：有写错的值 says"),
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
        ('["\\"a\\" b"]', "own.toml 第 7 行第 16 列"),
        ('["""\n闪\\u9000 OR \\\n  a\\tb"""]', "own.toml 第 9 行第 6 列"),
        ("['闪退'] # 'a b'\nunless = [ # 'c d'\n  'x', 'a AND', ]", "own.toml 第 9 行第 14 列"),
    ],
)
def test_a_wrong_expression_is_refused_at_its_line_and_column(when: str, place: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=re.escape(f"{place}：规则 crash：") + "(when|unless) 有误：.*(AND|内容)"):
        rule_set(taxonomy, row(when))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (row("['a b']").replace('"闪退"\nsays', '"a b"\nsays'), [(7, 12)]),
        (row("['闪退']", more="unless = ['a b']\nspares = ['a b']"), [(9, 14)]),
        (row("['a b']", more="unless = ['a b']\nspares = ['a b']"), [(7, 12), (9, 14)]),
        (row("['a b', 'a b']"), [(7, 12), (7, 19)]),
    ],
)
def test_the_same_text_elsewhere_is_not_taken_for_an_expression(
    text: str, places: list[tuple[int, int]], taxonomy: Taxonomy
) -> None:
    _, faults = read_rules({"own.toml": file(text)}, taxonomy)
    assert [fault.place for fault in faults] == [Place("own.toml", *place) for place in places]


def test_every_example_that_is_written_wrongly_is_told_on_its_own_line(taxonomy: Taxonomy) -> None:
    matches = """[
  {text = '闪退', queue = 3},
  {text = 'x'}, 3,
  {text = '客：闪退', times = [[0, 1], [2, 3]]},
]"""
    _, faults = read_rules({"own.toml": file(row(matches=matches, more="spares = ['', '卡']"))}, taxonomy)
    assert [(fault.place.line, fault.rule, fault.reason) for fault in faults] == [
        (9, "crash", "有写错的值 matches：例句的 queue 应为非空的文字"),
        (10, "crash", "有写错的值 matches：例句应为非空的文字，或写成表"),
        (11, "crash", "有写错的值 matches：例句的 times 应为列表，一句话一项，这里 1 项"),
        (13, "crash", "有写错的值 spares：例句应为非空的文字，或写成表"),
    ]


@pytest.mark.parametrize(
    "text",
    ["rule = [{id = 'a', when = ['a b']}]", "[['r\\u0075le']]\nid = 'a'".replace("'", '"') + '\nwh\u0065n = ["a b"]'],
)
def test_rules_in_braces_and_odd_names_have_places_too(text: str, taxonomy: Taxonomy) -> None:
    _, faults = read_rules({"own.toml": f"factor = 'rule.fee'\n{text}"}, taxonomy)
    assert {fault.place.file for fault in faults} == {"own.toml"}


def test_all_that_is_wrong_with_a_rule_is_told(taxonomy: Taxonomy) -> None:
    text = row("['a b', '闪退', '@x']", says="joke", more="wait = 1\nweight = -1\nunless = ['c d']\nallow = 'negated'")
    _, faults = read_rules({"own.toml": file(text)}, taxonomy)
    told = [str(fault) for fault in faults]
    assert [re.sub("^.*规则 crash：", "", one).split("：")[0] for one in told] == [
        "有不认识的键",
        "有写错的值 says",
        "有写错的值 allow",
        "有写错的值 weight",
        "when 有误",
        "when 有误",
        "unless 有误",
    ]
    assert told[1].endswith("says：应为 complaint、fault、recital、lapse 之一")


def test_several_missing_keys_are_all_named(taxonomy: Taxonomy) -> None:
    _, faults = read_rules({"own.toml": file("[[rule]]\nid = 'a'\n")}, taxonomy)
    missing = ["description", "says", "when", "matches", "spares"]
    assert [fault.reason for fault in faults] == [f"缺少 {key}" for key in missing]


def test_texts_that_must_not_match_are_missed_only_beside_other_faults(taxonomy: Taxonomy) -> None:
    bare = row(more="").replace('spares = ["系：好的"]', "")
    assert read_rules({"own.toml": file(bare)}, taxonomy)[1] == ()
    _, faults = read_rules({"own.toml": file(bare.replace("闪退']", "a b']"))}, taxonomy)
    assert faults[-1].reason == "缺少 spares"
