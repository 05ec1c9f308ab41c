import re
from dataclasses import replace

import pytest

from tests.nlp.rules.rows import book, row, rule_set
from tests.nlp.rules.scenes import scene
from voc.domain.conversation import Speaker
from voc.domain.taxonomy import Taxonomy
from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.rules import Match, RuleBook, Search, by_passage, parse, rules_hash


def texts(matches: tuple[Match, ...]) -> list[str]:
    return [match.evidence.text for match in matches]


def test_a_match_points_at_its_words_in_the_given_text(taxonomy: Taxonomy) -> None:
    (match,) = book(taxonomy, row("['轉帳 ..5 闪退']")).match(scene("座：您好", "客：㈱你好，一轉帳就閃退"))
    assert (match.passage, match.utterance, match.start, match.end) == (1, 1, 7, 12)
    assert (match.evidence.utterance, match.evidence.text, match.rule.id) == (1, "轉帳就閃退", "crash")


def test_a_match_in_a_comment_is_told_from_one_in_the_call(taxonomy: Taxonomy) -> None:
    call, comment = book(taxonomy, row()).match(scene("客：闪退", comment="老闪退"))
    assert (call.passage, call.utterance, comment.passage, comment.utterance) == (0, 0, 1, -1)
    assert comment.evidence.in_comment
    assert by_passage((call, comment)) == {0: (call,), 1: (comment,)}


def test_several_expressions_of_a_rule_give_one_match_a_clause_by_the_first_that_hits(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row("['老是 ..5 闪退', '闪退']"))
    assert texts(own.match(scene("客：老是闪退，闪退闪退"))) == ["老是闪退", "闪退"]


def test_a_rule_listens_to_its_own_speaker(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row(), row(id="agent", says="lapse"))
    found = own.match(scene("客：闪退", "座：闪退", "系：闪退"))
    assert [(m.rule.id, m.utterance) for m in found] == [("crash", 0), ("agent", 1)]


def test_what_another_says_may_decide_but_is_no_evidence(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row("['闪退 AND AGENT(重装)']"))
    assert [m.utterance for m in own.match(scene("客：闪退", "座：请重装"))] == [0]
    assert own.match(scene("客：闪退", "客：请重装")) == ()


def test_a_condition_without_words_gives_no_vote(taxonomy: Taxonomy) -> None:
    assert book(taxonomy, row("['UTTERANCES>=1']")).match(scene("客：闪退")) == ()


def test_exceptions_and_allowances_belong_to_the_rule(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row(more="unless = ['自己 ..3 关']"), row(id="even", more='allow = ["negated"]'))
    assert [m.rule.id for m in own.match(scene("客：闪退是我自己给关了"))] == ["even"]
    assert [m.rule.id for m in own.match(scene("客：没闪退"))] == ["even"]


def test_lists_are_shared(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row("['@bad ..5 闪退']"), row("['@bad']", id="b"), lists='bad = ["老是", "~天天"]')
    assert [(m.rule.id, m.evidence.text) for m in own.match(scene("客：老是闪退", "客：添添"))] == [
        ("b", "老是"),
        ("crash", "老是闪退"),
        ("b", "添添"),
    ]


def test_matches_stand_by_passage_then_rule_then_place(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row(id="b"), row("['转账']", id="a"))
    found = own.match(scene("客：闪退，转账，闪退", "客：转账"))
    assert [(m.utterance, m.rule.id, m.start) for m in found] == [(0, "a", 3), (0, "b", 0), (0, "b", 6), (1, "a", 0)]


@pytest.mark.parametrize("line", ["不会闪退", "听说会闪退", "以前闪退，现在好了", "会闪退吗"])
def test_what_guards_take_back_is_told_apart_from_votes(taxonomy: Taxonomy, line: str) -> None:
    votes = book(taxonomy, row()).read(scene(f"客：{line}"))
    assert votes.standing == ()
    assert [(m.rule.id, m.evidence.text) for m in votes.taken_back] == [("crash", "闪退")]


def test_a_clause_in_which_a_rule_votes_is_not_taken_back(taxonomy: Taxonomy) -> None:
    votes = book(taxonomy, row()).read(scene("客：闪退，不是说不闪退了吗", "客：转账没有闪退，登录闪退"))
    assert [(m.utterance, m.start) for m in votes.standing] == [(0, 0), (0, 7), (1, 9)]
    assert [(m.utterance, m.start) for m in votes.taken_back] == [(1, 4)]


def test_of_an_agents_words_nothing_is_taken_back(taxonomy: Taxonomy) -> None:
    own = book(taxonomy, row("['网点']", says="lapse"))
    assert [m.start for m in own.read(scene("座：您去网点")).standing] == [2]
    assert own.read(scene("座：您不用去网点")) == own.read(scene("座：您好"))


def test_two_rules_cannot_share_an_id(taxonomy: Taxonomy) -> None:
    (rule,) = rule_set(taxonomy, row()).rules
    with pytest.raises(InputError, match=r"规则编号重复：crash$"):
        RuleBook([rule, replace(rule, speaker=Speaker.AGENT)])


def test_no_rules_match_nothing() -> None:
    assert RuleBook([]).match(scene("客：闪退")) == ()


def test_neither_the_order_of_the_rules_nor_the_prefilter_changes_a_match(language: Language) -> None:
    own = language.rule_set
    example = scene(
        *(f"客：{rule.matches[0]}" for rule in own.rules[::5]), *(f"座：{r.matches[0]}" for r in own.rules[1::5])
    )
    found = RuleBook(own.rules, own.lists).match(example)
    assert len(found) > 30
    assert RuleBook(own.rules, own.lists).read(example).standing == found
    assert RuleBook(own.rules[::-1], own.lists).match(example) == found
    assert RuleBook(own.rules, own.lists, filtered=False).match(example) == found


def test_the_hash_names_the_texts_and_where_they_end() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", rules_hash(["a", "b"]))
    assert len({rules_hash(texts) for texts in (["a", "b"], ["ab"], ["b", "a"], ["a", "b", ""])}) == 4


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("闪退", ("闪退",)),
        ("只能|必须 ..8 手机银行", ("手机银行",)),
        ("转账 OR 汇款", ("汇款", "转账")),
        ("CUSTOMER(手机银行 AND 办)", ("手机银行",)),
        ("/转.*不出去/", ("不出去",)),
        ("转账 UNLESS 成功", ("转账",)),
        ("转账 OR NOT 汇款", None),
        ("转账 OR ~网银", None),
        ("转账 OR /[0-9]元/", ("元", "转账")),
        ("转账 OR /[a-z]+/", None),
        ("SCORE<0.5", None),
    ],
)
def test_words_of_which_one_must_be_there_are_told_where_they_are_sure(
    expression: str, words: tuple[str, ...] | None
) -> None:
    assert Search(parse(expression)).sure_words == words
