from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.strategies import TEXTS
from voc.domain.attribution import COMMENT
from voc.domain.business_object import BusinessObjectTable
from voc.domain.conversation import Speaker
from voc.nlp.objects import Mention, Mentions, ObjectFinder
from voc.nlp.passage import Passage, passage_of
from voc.nlp.tokenizer import Tokenizer

TABLE = BusinessObjectTable.parse(
    """
    [[object]]
    name = "手机银行"
    group = "电子渠道"
    aliases = ["APP", "客户端"]
    [[object]]
    name = "手机银行登录"
    group = "电子渠道"
    parent = "手机银行"
    signs = ["登不上"]
    signs_of = [["登", "失败"]]
    all_of = [["app", "登"], ["刷脸", "登"]]
    [[object]]
    name = "手机银行转账"
    group = "电子渠道"
    parent = "手机银行"
    all_of = [["app", "转"], ["app", "转", "登"]]
    [[object]]
    name = "转账"
    group = "转账"
    aliases = ["轉帳", "转款"]
    [[object]]
    name = "信用卡"
    group = "信用卡"
    [[object]]
    name = "信用卡年费"
    group = "信用卡"
    parent = "信用卡"
    aliases = ["年费"]
    """
)
FINDER = ObjectFinder(TABLE)
AGENT, CUSTOMER, SYSTEM = Speaker.AGENT, Speaker.CUSTOMER, Speaker.SYSTEM


def said(tokenizer: Tokenizer, text: str, speaker: Speaker = CUSTOMER, at: int = 0, id: str | None = None) -> Passage:
    return passage_of(text, tokenizer, utterance=at, speaker=speaker, survey_id=id)


def call(tokenizer: Tokenizer, *spoken: tuple[Speaker, str]) -> list[Passage]:
    return [said(tokenizer, text, speaker, at) for at, (speaker, text) in enumerate(spoken)]


def names(tokenizer: Tokenizer, text: str) -> list[str]:
    return [m.name for m in FINDER.mentions(said(tokenizer, text))]


def about(passages: Sequence[Passage], at: int, words: str) -> str | None:
    """What some words of passage `at` are about."""
    mentions = {i: FINDER.mentions(p) for i, p in enumerate(passages)}
    start = passages[at].text.index(words)
    return FINDER.about(passages, mentions, at, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("转账失败", ["转账"]),
        ("轉帳失敗", ["转账"]),
        ("ＡＰＰ打不开", ["手机银行"]),
        ("信用卡年费怎么又扣了", ["信用卡年费"]),
        ("信用卡的年费", ["信用卡", "信用卡年费"]),
        ("手机银行登录不了", ["手机银行登录"]),
        ("apple手机，myapp，apps", []),
        ("在app里，用app2", ["手机银行", "手机银行"]),
        ("今天天气不错", []),
        ("", []),
    ],
)
def test_the_longest_name_is_found_and_latin_ones_as_whole_words(
    text: str, found: list[str], plain_tokenizer: Tokenizer
) -> None:
    assert names(plain_tokenizer, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("刷脸老是登不进去", ["手机银行登录"]),
        ("刷脸不行，登不进去", []),
        ("刷脸登，换刷脸登", ["手机银行登录", "手机银行登录"]),
        ("app登进去转不了", ["手机银行转账", "手机银行"]),
    ],
)
def test_words_that_stand_apart_name_an_object_in_one_clause_the_most_words_first(
    text: str, found: list[str], plain_tokenizer: Tokenizer
) -> None:
    assert names(plain_tokenizer, text) == found


@given(TEXTS)
def test_mentions_stand_in_the_order_of_the_text_and_inside_it(plain_tokenizer: Tokenizer, text: str) -> None:
    passage = said(plain_tokenizer, text + "app登录轉帳" + text)
    mentions = FINDER.mentions(passage)
    assert {"手机银行", "手机银行登录", "转账"} & {m.name for m in mentions}
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert all(0 <= m.start < m.end <= len(passage.text) for m in mentions)


@given(st.sampled_from(sorted(TABLE.by_name)))
def test_every_name_of_the_table_finds_its_object(plain_tokenizer: Tokenizer, name: str) -> None:
    assert names(plain_tokenizer, name) == [name]


def test_every_shipped_alias_finds_its_object(
    business_objects: BusinessObjectTable, plain_tokenizer: Tokenizer
) -> None:
    finder = ObjectFinder(business_objects)
    lost = []
    for known in business_objects.by_name.values():
        for alias in (known.name, *known.aliases, *known.signs):
            mentions = finder.mentions(said(plain_tokenizer, alias))
            if known.name not in {m.name for m in mentions}:
                lost.append((known.name, alias))
    assert lost == []


def test_mentions_of_a_contact_go_by_passages_that_have_any(plain_tokenizer: Tokenizer) -> None:
    passages = [
        passage_of(text, plain_tokenizer, utterance=n, speaker=Speaker.CUSTOMER)
        for n, text in enumerate(("app很慢", "好的", "信用卡丢了"))
    ]
    finder = ObjectFinder(TABLE)
    mentions = Mentions(finder, passages)
    assert mentions == {0: finder.mentions(passages[0]), 2: finder.mentions(passages[2])}
    assert (len(mentions), [m.name for m in mentions[2]], mentions.get(1, ())) == (2, ["信用卡"], ())


def test_an_empty_table_finds_nothing(plain_tokenizer: Tokenizer) -> None:
    finder = ObjectFinder(BusinessObjectTable({}))
    assert finder.mentions(said(plain_tokenizer, "转账")) == ()
    assert finder.of_queue("转账") is None


def test_a_claim_is_about_what_its_own_clause_names(plain_tokenizer: Tokenizer) -> None:
    own = call(plain_tokenizer, (CUSTOMER, "信用卡年费不说了，转账老失败，气死人"))
    assert about(own, 0, "老失败") == "转账"


def test_else_about_the_most_specific_thing_of_its_own_passage(plain_tokenizer: Tokenizer) -> None:
    own = call(plain_tokenizer, (CUSTOMER, "信用卡，年费，气死人"))
    assert about(own, 0, "气死人") == "信用卡年费"


def test_else_about_what_was_said_last_before_it(plain_tokenizer: Tokenizer) -> None:
    own = call(
        plain_tokenizer,
        (CUSTOMER, "我的信用卡"),
        (AGENT, "您是要转账吗"),
        (SYSTEM, "手机银行请按一"),
        (CUSTOMER, "对啊半天了"),
        (CUSTOMER, "年费"),
    )
    assert about(own, 3, "半天") == "转账"


def test_else_about_what_is_named_most_often(plain_tokenizer: Tokenizer) -> None:
    own = call(plain_tokenizer, (CUSTOMER, "气死人"), (CUSTOMER, "转账"), (AGENT, "信用卡"), (CUSTOMER, "我说的是转账"))
    assert about(own, 0, "气死人") == "转账"


def test_of_things_named_equally_often_the_more_specific_is_meant(plain_tokenizer: Tokenizer) -> None:
    own = call(plain_tokenizer, (CUSTOMER, "气死人"), (AGENT, "信用卡"), (CUSTOMER, "年费"))
    assert about(own, 0, "气死人") == "信用卡年费"


def test_a_comment_is_about_the_topic_of_the_call(plain_tokenizer: Tokenizer) -> None:
    spoken = call(plain_tokenizer, (CUSTOMER, "转账"), (CUSTOMER, "转账失败"), (AGENT, "信用卡"))
    for id in (None, "S-1"):
        comment = said(plain_tokenizer, "太差了", at=COMMENT, id=id)
        assert about([*spoken, comment], 3, "太差") == "转账"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("登不上", [("手机银行登录", False)]),
        ("手机银行登不上", [("手机银行", True), ("手机银行登录", False)]),
        ("登了又失败", [("手机银行登录", False)]),
        ("刷脸登又失败", [("手机银行登录", True)]),
        ("app登了又失败", [("手机银行登录", True), ("手机银行", True)]),
    ],
)
def test_what_goes_wrong_with_an_object_is_a_mention_that_names_nothing(
    text: str, found: list[tuple[str, bool]], plain_tokenizer: Tokenizer
) -> None:
    assert [(m.name, m.named) for m in FINDER.mentions(said(plain_tokenizer, text))] == found


def test_a_claim_is_about_what_its_signs_tell_where_nothing_is_named(plain_tokenizer: Tokenizer) -> None:
    assert about(call(plain_tokenizer, (CUSTOMER, "老是登不上，气死人")), 0, "气死人") == "手机银行登录"


def test_where_nothing_is_named_a_claim_is_about_nothing(plain_tokenizer: Tokenizer) -> None:
    assert about(call(plain_tokenizer, (SYSTEM, "转账请按一"), (CUSTOMER, "太差了")), 1, "太差") is None


@pytest.mark.parametrize(
    ("queue", "found"),
    [
        ("信用卡", "信用卡"),
        ("信用卡年费专席", "信用卡年费"),
        ("轉帳", "转账"),
        ("VIP专线", None),
        ("", None),
        (None, None),
    ],
)
def test_a_queue_may_be_named_after_an_object(queue: str | None, found: str | None) -> None:
    assert FINDER.of_queue(queue) == found


def test_a_mention_says_where_it_stands(plain_tokenizer: Tokenizer) -> None:
    assert FINDER.mentions(said(plain_tokenizer, "刷脸登")) == (Mention("手机银行登录", 0, 3, 3),)


@pytest.mark.parametrize("text", ["注销卡", "我要注销卡", "注销卡x"])
def test_an_object_is_named_at_the_end_of_a_text_that_breaks_off_within_a_longer_alias(
    text: str, plain_tokenizer: Tokenizer
) -> None:
    own = ObjectFinder(
        BusinessObjectTable.parse(
            """
            [[object]]
            name = "注销卡片成功"
            group = "其他"
            [[object]]
            name = "销卡"
            group = "其他"
            """
        )
    )
    assert [m.name for m in own.mentions(said(plain_tokenizer, text))] == ["销卡"]


def test_an_alias_that_is_no_whole_word_does_not_hide_the_one_within_it(plain_tokenizer: Tokenizer) -> None:
    own = ObjectFinder(
        BusinessObjectTable.parse(
            """
            [[object]]
            name = "转账"
            group = "转账支付"
            [[object]]
            name = "转账app"
            group = "手机银行"
            """
        )
    )
    assert [m.name for m in own.mentions(said(plain_tokenizer, "转账apple手机"))] == ["转账"]
    assert [m.name for m in own.mentions(said(plain_tokenizer, "转账app手机"))] == ["转账app"]
