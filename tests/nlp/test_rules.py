import re
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import resource
from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.domain.rule import Pattern, Rule, Says
from voc.domain.taxonomy import Cause, Taxonomy
from voc.errors import InputError
from voc.nlp import rules
from voc.nlp.passage import Passage, passage_of
from voc.nlp.rules import Match, RuleBook, parse_rules, rules_hash
from voc.nlp.tokenizer import Tokenizer

FILES = ("person.toml", "product.toml", "rule.toml")


def rule_row(when: str = '["闪退"]', *, id: str = "crash", says: str = "complaint", more: str = "") -> str:
    return f"""
[[rule]]
id = "{id}"
factor = "product.stability"
description = "闪退"
says = "{says}"
when = {when}
matches = ["闪退"]
{more}
"""


def book(taxonomy: Taxonomy, *rows: str) -> RuleBook:
    return RuleBook(parse_rules("".join(rows), name="own.toml", taxonomy=taxonomy))


def said(text: str, tokenizer: Tokenizer, speaker: Speaker = Speaker.CUSTOMER, utterance: int = 0) -> Passage:
    return passage_of(text, tokenizer, utterance=utterance, speaker=speaker)


@pytest.fixture(scope="module")
def shipped(taxonomy: Taxonomy) -> dict[str, tuple[Rule, ...]]:
    return {name: parse_rules(resource(f"rules/{name}"), name=name, taxonomy=taxonomy) for name in FILES}


def test_every_rule_file_is_among_those_tested() -> None:
    folder = Path(rules.__file__).parents[1] / "resources" / "rules"
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_shipped_rule_matches_its_own_examples_and_spares_the_others(
    name: str, shipped: dict[str, tuple[Rule, ...]], plain_tokenizer: Tokenizer
) -> None:
    own = RuleBook(shipped[name])
    wrong = [
        (rule.id, wanted, text)
        for rule in own.rules
        for wanted, texts in ((True, rule.matches), (False, rule.spares))
        for text in texts
        if bool(own.match_text(said(text, plain_tokenizer), rule.id)) is not wanted
    ]
    assert own.rules
    assert wrong == []


def test_shipped_rules_fit_together_and_lie_in_the_file_of_their_cause(shipped: dict[str, tuple[Rule, ...]]) -> None:
    RuleBook(rule for name in FILES for rule in shipped[name])
    assert {name: {f"{rule.cause}.toml" for rule in shipped[name]} for name in FILES} == {n: {n} for n in FILES}


def test_a_rule_is_read_with_its_defaults(taxonomy: Taxonomy) -> None:
    (rule,) = parse_rules(rule_row(), name="own.toml", taxonomy=taxonomy)
    assert rule == Rule(
        id="crash",
        factor="product.stability",
        description="闪退",
        says=Says.COMPLAINT,
        speaker=Speaker.CUSTOMER,
        kind=Kind.PAIN,
        weight=1.0,
        patterns=(Pattern((("闪退",),), 10),),
        unless=(),
        negatable=True,
        matches=("闪退",),
        spares=(),
    )
    assert rule.cause is Cause.PRODUCT


def test_everything_of_a_rule_can_be_said(taxonomy: Taxonomy) -> None:
    lists = '[lists]\nbranch = ["網點", "柜台"]\n'
    more = """
        speaker = "agent"
        kind = "itch"
        weight = 0.5
        unless = ["不用"]
        within = 4
        negatable = false
        spares = ["x"]
    """
    (rule,) = parse_rules(
        lists + rule_row('["只能|必须 ... @branch|ＡＴＭ| 柜台 "]', more=more), name="", taxonomy=taxonomy
    )
    assert rule.patterns == (Pattern((("只能", "必须"), ("网点", "柜台", "atm")), 4),)
    assert rule.unless == (Pattern((("不用",),), 4),)
    assert (rule.speaker, rule.kind, rule.weight, rule.negatable) == (Speaker.AGENT, Kind.ITCH, 0.5, False)
    assert rule.spares == ("x",)


def without(key: str) -> str:
    return re.sub(rf"^{key} = .*$", "", rule_row(), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        *[(without(key), f"crash 缺少 {key}") for key in ("factor", "description", "says", "when", "matches")],
        (without("id"), "（缺 id） 缺少 id"),
        (rule_row('["@branch"]'), "crash 缺少 branch，或用了没有定义的词表"),
        (rule_row(more="wait = 1\nhold = 1"), "crash 有不认识的键：hold、wait"),
        (rule_row().replace("product.stability", "product.weather"), "crash：分类表里没有因子 product.weather"),
        (rule_row(says="joke"), "crash 有写错的值"),
        (rule_row(more='speaker = "bank"'), "crash 有写错的值"),
        (rule_row(more='kind = "joke"'), "crash 有写错的值"),
        (rule_row(more='weight = "much"'), "crash 有写错的值"),
        (rule_row(more="within = 2.5"), "crash 有写错的值"),
        (rule_row('"闪退"'), "crash 有写错的值：应为非空字符串的列表"),
        (rule_row("[1]"), "crash 有写错的值：应为非空字符串的列表"),
        (rule_row('[""]'), "crash 有写错的值：应为非空字符串的列表"),
        (rule_row('["闪退 ... |"]'), "crash 有写错的值：有空的词组"),
        (rule_row(more='unless = "不"'), "crash 有写错的值"),
        (rule_row(more='spares = [""]'), "crash 有写错的值"),
        (rule_row("[]"), "crash 至少要有一个 when 和一个 matches"),
        (rule_row().replace('matches = ["闪退"]', "matches = []"), "crash 至少要有一个 when 和一个 matches"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_file_and_id(row: str, reason: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=f"^规则文件 own.toml 的规则 {re.escape(reason)}"):
        parse_rules(rule_row(id="right") + row, name="own.toml", taxonomy=taxonomy)


def test_a_file_that_is_no_toml_is_refused_by_name(taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=r"规则文件 own\.toml 不是有效的 TOML"):
        parse_rules("[[rule]", name="own.toml", taxonomy=taxonomy)


def test_two_rules_cannot_share_an_id(taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=r"规则编号重复：crash、slow$"):
        book(taxonomy, *(rule_row(id=id) for id in ("slow", "crash", "once", "crash", "slow")))


def test_no_rules_match_nothing(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    assert book(taxonomy).match([said("闪退", plain_tokenizer)]) == ()


def test_a_match_points_at_its_words_in_the_given_text(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row('["轉帳 ... 闪退"]'))
    (match,) = own.match([said("㈱你好，一轉帳就閃退", plain_tokenizer, utterance=3)])
    assert (match.utterance, match.evidence.utterance) == (3, 3)
    assert match.evidence.text == "轉帳就閃退"
    assert (match.start, match.end) == (7, 12)
    assert match.rule.id == "crash"


@pytest.mark.parametrize(
    ("when", "text", "found"),
    [
        ("只能|必须 ... 网点", "只能去网点", ["只能去网点"]),
        ("只能|必须 ... 网点", "必须到你们那个网点", ["必须到你们那个网点"]),
        ("只能|必须 ... 网点", "网点只能", []),
        ("只能|必须 ... 网点", "只能这样，我去网点", []),
        ("只能 ... 网点", "只能" + "啊" * 10 + "网点", ["只能" + "啊" * 10 + "网点"]),
        ("只能 ... 网点", "只能" + "啊" * 11 + "网点", []),
        ("只能 ... 网点|网点办理", "只能去网点办理", ["只能去网点办理"]),
        ("一个.", "一个月", []),
        ("闪退", "闪退，又闪退，还闪退闪退", ["闪退", "闪退", "闪退"]),
    ],
)
def test_groups_follow_each_other_in_one_clause_within_a_distance(
    when: str, text: str, found: list[str], taxonomy: Taxonomy, plain_tokenizer: Tokenizer
) -> None:
    own = book(taxonomy, rule_row(f'["{when}"]'))
    assert [m.evidence.text for m in own.match([said(text, plain_tokenizer)])] == found


def test_several_patterns_of_a_rule_give_one_match_a_clause(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row('["闪退", "老是 ... 闪退"]'))
    assert len(own.match([said("老是闪退", plain_tokenizer)])) == 1
    assert len(own.match([said("老是闪退，闪退", plain_tokenizer)])) == 2


@pytest.mark.parametrize(
    "text",
    [
        *("没闪退", "没有闪退", "不会闪退", "从来没闪退过", "不是闪退", "没再闪退"),
        *("如果闪退怎么办", "万一又闪退呢", "听说会闪退", "同事说老闪退"),
    ],
)
def test_negation_supposition_and_hearsay_take_a_match_back(
    text: str, taxonomy: Taxonomy, plain_tokenizer: Tokenizer
) -> None:
    assert book(taxonomy, rule_row()).match([said(text, plain_tokenizer)]) == ()


@pytest.mark.parametrize("text", ["天天闪退", "没办法老闪退", "没网，闪退", "如果能用就好了，现在闪退"])
def test_negation_counts_only_just_before_and_supposition_only_in_the_clause(
    text: str, taxonomy: Taxonomy, plain_tokenizer: Tokenizer
) -> None:
    assert len(book(taxonomy, rule_row()).match([said(text, plain_tokenizer)])) == 1


def test_a_rule_may_hold_though_negated(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    assert len(book(taxonomy, rule_row(more="negatable = false")).match([said("没闪退", plain_tokenizer)])) == 1


def test_a_wish_may_be_supposed(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    assert len(book(taxonomy, rule_row(more='kind = "itch"')).match([said("如果不再老闪退", plain_tokenizer)])) == 1


def test_what_an_agent_supposes_is_still_recited(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row(says="recital"))
    assert len(own.match([said("如果您那边闪退", plain_tokenizer, Speaker.AGENT)])) == 1


def test_an_exception_in_the_same_clause_takes_a_match_back(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row(more='unless = ["自己 ... 关"]'))
    assert own.match([said("闪退是我自己给关了", plain_tokenizer)]) == ()
    assert len(own.match([said("闪退，是我自己给关了", plain_tokenizer)])) == 1


def test_a_rule_listens_to_its_own_speaker_only(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row(), rule_row(id="agent", says="lapse"))
    by_speaker = {
        speaker: [m.rule.id for m in own.match([said("闪退", plain_tokenizer, speaker)])] for speaker in Speaker
    }
    assert by_speaker == {Speaker.CUSTOMER: ["crash"], Speaker.AGENT: ["agent"], Speaker.SYSTEM: []}


def test_examples_of_a_rule_match_whoever_speaks(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row(), rule_row(id="agent", says="lapse"))
    (match,) = own.match_text(said("闪退", plain_tokenizer, Speaker.SYSTEM), "agent")
    assert match.rule.id == "agent"


def places(matches: tuple[Match, ...]) -> list[tuple[Any, ...]]:
    return [(m.utterance, m.rule.id, m.start) for m in matches]


def test_matches_stand_by_passage_then_rule_then_place(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    own = book(taxonomy, rule_row(id="b"), rule_row('["转账"]', id="a"))
    passages = [said("闪退，转账，闪退", plain_tokenizer), said("转账", plain_tokenizer, utterance=1)]
    assert places(own.match(passages)) == [(0, "a", 3), (0, "b", 0), (0, "b", 6), (1, "a", 0)]


def test_the_order_of_the_rules_changes_no_match(
    shipped: dict[str, tuple[Rule, ...]], plain_tokenizer: Tokenizer
) -> None:
    every = [rule for name in FILES for rule in shipped[name]]
    passages = [said(text, plain_tokenizer, utterance=n) for n, text in enumerate(r.matches[0] for r in every[::5])]
    assert RuleBook(every).match(passages) == RuleBook(every[::-1]).match(passages)


def test_the_hash_names_the_texts_and_where_they_end() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", rules_hash(["a", "b"]))
    assert len({rules_hash(texts) for texts in (["a", "b"], ["ab"], ["b", "a"], ["a", "b", ""])}) == 4


def test_a_negated_hit_does_not_hide_the_one_after_it(taxonomy: Taxonomy, plain_tokenizer: Tokenizer) -> None:
    [match] = book(taxonomy, rule_row()).match([said("以前没有闪退现在天天闪退", plain_tokenizer)])
    assert (match.start, match.end) == (10, 12)


def test_words_that_merely_end_like_a_negation_or_a_supposition_take_nothing_back(
    taxonomy: Taxonomy, plain_tokenizer: Tokenizer
) -> None:
    own = book(taxonomy, rule_row())
    for text in ("特别闪退", "主要是老闪退"):
        assert own.match([said(text, plain_tokenizer)]), text
    for text in ("别闪退", "要是老闪退"):
        assert not own.match([said(text, plain_tokenizer)]), text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lists = 3", "应由"),
        ('rule = "x"', "应由"),
        ('[lists]\nb = "网点"', "词表有误"),
        (rule_row(more='negatable = "false"'), "negatable"),
        (rule_row(more="within = -1"), "不小于 0"),
        (rule_row(more="within = true"), "不小于 0"),
        (rule_row(more='weight = "nan"'), "不小于 0"),
        (rule_row(more="weight = nan"), "不小于 0"),
        (rule_row('["闪退...白屏"]'), "两边要有空格"),
    ],
)
def test_what_would_be_read_otherwise_than_it_was_meant_is_refused(text: str, reason: str, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=f"own.toml.*{reason}"):
        parse_rules(text, name="own.toml", taxonomy=taxonomy)
