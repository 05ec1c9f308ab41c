from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import conversation, survey, utterance
from tests.nlp.strategies import HAN, TEXTS
from voc.domain.attribution import COMMENT
from voc.domain.contact import Contact
from voc.domain.conversation import Speaker
from voc.nlp.clause_ends import ClauseEnds
from voc.nlp.passage import LONGEST_CLAUSE, Passage, passage_of, passages_of, split_clauses
from voc.nlp.tokenizer import Tokenizer


def passage(text: str, tokenizer: Tokenizer) -> Passage:
    return passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER)


def clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in split_clauses(text)]


@given(TEXTS | HAN)
def test_clauses_are_ordered_disjoint_and_not_blank(text: str) -> None:
    ranges = split_clauses(text)
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert all(one[1] <= other[0] for one, other in pairwise(ranges))
    assert all(text[start:end].strip() for start, end in ranges)


@given(TEXTS | HAN)
def test_clauses_hold_every_letter_and_digit(text: str) -> None:
    inside = {i for start, end in split_clauses(text) for i in range(start, end)}
    assert [c for i, c in enumerate(text) if i not in inside and (c.isalpha() or c.isdecimal())] == []


@given(HAN)
def test_running_speech_is_cut_without_losing_a_character(tokenizer: Tokenizer, text: str) -> None:
    own = passage(text, tokenizer)
    assert "".join(text[start:end] for start, end in own.clauses) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("卡住了，半天没反应。退出来了", ["卡住了", "半天没反应", "退出来了"]),
        ("太慢了 等了半小时", ["太慢了", "等了半小时"]),
        ("app 打不开", ["app 打不开"]),
        ("扣了98.5元", ["扣了98.5元"]),
        ("早上9:30打的", ["早上9:30打的"]),
        ("垃圾😡😡退钱", ["垃圾", "😡😡", "退钱"]),
        ("👍 好，用❤️", ["👍", "好", "用", "❤️"]),
        ("(真的)太差", ["真的", "太差"]),
        ("！！！ ……", []),
        ("", []),
    ],
)
def test_punctuation_blanks_between_han_and_emoji_end_a_clause(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


SPEECH = "我昨天在手机上给我妈转了两万块钱", "结果它一直在那里转圈转了差不多有十几分钟", "所以我就打电话问"


def parted(text: str, tokenizer: Tokenizer, **columns: ClauseEnds) -> list[str]:
    own = passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER, **columns)
    return [own.text[start:end] for start, end in own.clauses]


def test_long_speech_without_punctuation_is_cut_by_the_words_around_each_place(tokenizer: Tokenizer) -> None:
    parts = parted("".join(SPEECH), tokenizer)
    assert parts[0] == SPEECH[0]
    assert parts[-1] == SPEECH[-1]
    assert len(parts) <= 5


def test_the_table_decides_where_long_speech_is_cut(tokenizer: Tokenizer) -> None:
    ends = ClauseEnds(-3.0, {("after", "在"): 5.0})
    head = SPEECH[0] + SPEECH[1]
    assert parted(head, tokenizer, ends=ends)[0] == "我昨天"
    assert parted(head, tokenizer, ends=ClauseEnds(-3.0, {})) == [head]


def test_only_a_stretch_of_more_words_than_a_clause_has_is_cut(tokenizer: Tokenizer) -> None:
    everywhere = ClauseEnds(9.0, {})
    assert parted("我" * LONGEST_CLAUSE, tokenizer, ends=everywhere) == ["我" * LONGEST_CLAUSE]
    assert parted("我" * (LONGEST_CLAUSE + 1), tokenizer, ends=everywhere) == ["我"] * (LONGEST_CLAUSE + 1)
    # Each stretch for itself.
    assert parted("我，" * 40, tokenizer, ends=everywhere) == ["我"] * 40
    assert len(parted("我转了钱，" + "我" * 16, tokenizer, ends=everywhere)) == 17


def test_a_blank_stays_with_the_words_before_it(tokenizer: Tokenizer) -> None:
    text = "app 打 " * 9
    assert parted(text, tokenizer, ends=ClauseEnds(9.0, {})) == ["app ", "打 "] * 9


def test_words_of_short_texts_are_not_cut_for_their_clauses(tokenizer: Tokenizer) -> None:
    read = passage("转账失败，客服让我去网点，太麻烦了", tokenizer)
    assert len(read.clauses) == 3
    assert "tokens" not in vars(read)


@given(TEXTS | HAN)
def test_clauses_of_a_passage_hold_every_word_and_end_between_words(tokenizer: Tokenizer, text: str) -> None:
    own = passage_of(text, tokenizer, utterance=0, speaker=Speaker.CUSTOMER, ends=ClauseEnds(9.0, {}))
    assert all(one[1] <= other[0] for one, other in pairwise(own.clauses))
    inside = {i for start, end in own.clauses for i in range(start, end)}
    whole = {i for start, end in split_clauses(own.text) for i in range(start, end)}
    assert inside == whole
    edges = {token.start for token in own.tokens} | {end for _, end in split_clauses(own.text)}
    firsts = {start for start, _ in split_clauses(own.text)}
    assert all(start in edges | firsts for start, _ in own.clauses)


@given(TEXTS, st.data())
def test_evidence_is_always_the_slice_of_the_given_text(tokenizer: Tokenizer, text: str, drawn: st.DataObject) -> None:
    own = passage(text, tokenizer)
    assume(own.text)
    first, last = sorted(drawn.draw(st.integers(0, len(own.text) - 1)) for _ in range(2))
    found = own.evidence(first, last + 1)
    assert found.text == text[found.start : found.end] != ""
    assert (found.utterance, found.survey_id) == (0, None)


def test_evidence_points_into_the_text_as_it_was_given(tokenizer: Tokenizer) -> None:
    text = "㈱要ＡＰＰ轉帳"
    own = passage(text, tokenizer)
    at = own.text.index("app转账")
    assert own.evidence(at, at + 5).text == "ＡＰＰ轉帳"


@given(TEXTS)
def test_a_character_lies_in_its_clause_or_alone(tokenizer: Tokenizer, text: str) -> None:
    own = passage(text, tokenizer)
    for position in range(len(own.text)):
        start, end = own.clause_at(position)
        assert start <= position < end
        assert (start, end) in own.clauses or (start, end) == (position, position + 1)


def test_a_break_is_in_no_clause(tokenizer: Tokenizer) -> None:
    own = passage("卡了，退了", tokenizer)
    assert [own.clause_at(at) for at in (1, 2, 3)] == [(0, 2), (2, 3), (3, 5)]
    assert [own.clause_number(at) for at in (1, 2, 3)] == [0, None, 1]


def test_words_are_cut_once_and_only_when_asked_for(tokenizer: Tokenizer) -> None:
    read = passage("转账失败", tokenizer)
    assert "tokens" not in vars(read)
    assert "".join(token.text for token in read.tokens) == "转账失败"
    assert read.tokens is read.tokens


def test_utterances_are_read_in_order_and_comments_after_them(tokenizer: Tokenizer) -> None:
    call = conversation(
        utterance("您好", Speaker.AGENT),
        utterance("轉不出去"),
        survey=survey("C-1", comment="太慢", embedded=True),
    )
    contact = Contact.of(call, (survey("S-1", comment="还是太慢"), survey("S-2", score=1), survey("S-3", comment=" ")))
    read = passages_of(contact, tokenizer)
    assert [(p.utterance, p.speaker, p.survey_id, p.text) for p in read] == [
        (0, Speaker.AGENT, None, "您好"),
        (1, Speaker.CUSTOMER, None, "转不出去"),
        (COMMENT, Speaker.CUSTOMER, None, "太慢"),
        (COMMENT, Speaker.CUSTOMER, "S-1", "还是太慢"),
    ]


def test_the_comment_of_a_survey_alone_is_its_own(tokenizer: Tokenizer) -> None:
    (own,) = passages_of(Contact(None, (survey("S-1", comment="太慢"),)), tokenizer)
    assert (own.utterance, own.survey_id) == (COMMENT, None)
    assert own.evidence(0, 2).in_comment
