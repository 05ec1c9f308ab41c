import re
from dataclasses import fields, replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, conversation, survey, utterance
from voc.domain.conversation import Conversation, Speaker, WordTime
from voc.domain.fingerprint import fingerprint, pseudonym
from voc.domain.survey import Scale, SurveyResponse

KEY = b"test"
CALL = conversation(
    utterance("您好", Speaker.AGENT, start_ms=0, end_ms=900),
    utterance("转不出去", start_ms=900, end_ms=2000),
    started_at=NOW,
    ended_at=NOW + timedelta(minutes=3),
    queue="信用卡",
    survey=survey("C-1", score=2, comment="太慢了", embedded=True),
    metadata={"技能组": ["A", "B"], "等待": {"秒": 12}},
)
ANSWER = survey(score=2, comment="太慢了", answered_at=NOW, metadata={"批次": 3})
METADATA = st.dictionaries(st.text(max_size=3), st.none() | st.booleans() | st.integers() | st.text(max_size=4))


def test_a_fingerprint_is_64_hexadecimal_digits() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", fingerprint(CALL, key=KEY))


@given(METADATA.flatmap(lambda kept: st.tuples(st.just(kept), st.permutations(list(kept.items())))))
def test_the_order_of_what_was_passed_along_does_not_matter(
    drawn: tuple[dict[str, Any], list[tuple[str, Any]]],
) -> None:
    kept, shuffled = drawn
    one, other = replace(CALL, metadata=kept), replace(CALL, metadata=dict(shuffled))
    assert fingerprint(one, key=KEY) == fingerprint(other, key=KEY)


def test_the_same_instant_in_another_zone_is_the_same_content() -> None:
    elsewhere = replace(CALL, started_at=NOW.astimezone(timezone(timedelta(hours=8))))
    assert fingerprint(elsewhere, key=KEY) == fingerprint(CALL, key=KEY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "C-2"),
        ("utterances", (utterance("转不出去"),)),
        ("utterances", (*CALL.utterances[:1], replace(CALL.utterances[1], text="转不出去。"))),
        ("utterances", (*CALL.utterances[:1], replace(CALL.utterances[1], speaker=Speaker.AGENT))),
        ("utterances", (*CALL.utterances[:1], replace(CALL.utterances[1], end_ms=2001))),
        ("utterances", CALL.utterances[::-1]),
        ("started_at", NOW - timedelta(microseconds=1)),
        ("ended_at", None),
        *[
            (name, "x")
            for name in (
                *("direction", "channel", "queue", "region", "agent_id", "agent_team", "customer_id"),
                *("business", "app_version", "ended_by", "recording_uri"),
            )
        ],
        ("survey", None),
        ("survey", replace(CALL.survey or ANSWER, comment="太慢")),
        ("metadata", {"技能组": ["B", "A"], "等待": {"秒": 12}}),
        ("metadata", {"技能组": ["A", "B"], "等待": {"秒": 13}}),
        ("metadata", {}),
    ],
)
def test_any_changed_part_of_a_conversation_changes_it(name: str, value: Any) -> None:
    assert fingerprint(replace(CALL, **{name: value}), key=KEY) != fingerprint(CALL, key=KEY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "S-2"),
        ("conversation_id", "C-1"),
        ("answered_at", None),
        ("channel", "sms"),
        ("queue", "信用卡"),
        ("score", 3),
        ("scale", Scale(5, 1)),
        ("comment", ""),
        ("invited", True),
        ("customer_id", "6001"),
        ("embedded", True),
        ("metadata", {"批次": "3"}),
    ],
)
def test_any_changed_part_of_a_survey_response_changes_it(name: str, value: Any) -> None:
    assert fingerprint(replace(ANSWER, **{name: value}), key=KEY) != fingerprint(ANSWER, key=KEY)


@pytest.mark.parametrize("kind", [Conversation, SurveyResponse])
def test_every_part_of_a_record_was_changed_above(kind: type[Conversation] | type[SurveyResponse]) -> None:
    changed = (
        test_any_changed_part_of_a_conversation_changes_it
        if kind is Conversation
        else test_any_changed_part_of_a_survey_response_changes_it
    )
    cases = changed.pytestmark[0].args[1]
    assert {name for name, _ in cases} == {field.name for field in fields(kind)}


def test_a_score_is_the_same_content_however_it_is_written() -> None:
    written_otherwise = replace(ANSWER, score=2.0, scale=Scale(1.0, 5.0), metadata={"批次": 3.0})
    assert fingerprint(written_otherwise, key=KEY) == fingerprint(ANSWER, key=KEY)
    assert fingerprint(replace(ANSWER, score=2.5), key=KEY) != fingerprint(ANSWER, key=KEY)


def test_another_key_gives_another_fingerprint_and_another_pseudonym() -> None:
    assert fingerprint(CALL, key=KEY) != fingerprint(CALL, key=b"other")
    assert pseudonym("6001", key=KEY) != pseudonym("6001", key=b"other")


def test_half_a_surrogate_pair_has_a_fingerprint_too() -> None:
    broken = conversation(utterance("\ud83d"), metadata={"\udc00": "\ud83d"})
    assert fingerprint(broken, key=KEY) != fingerprint(conversation(utterance("?")), key=KEY)
    assert pseudonym("\ud83d", key=KEY) != pseudonym("?", key=KEY)


@given(st.text(), st.text())
def test_a_pseudonym_is_32_digits_and_tells_customers_apart(one: str, other: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", pseudonym(one, key=KEY))
    assert (pseudonym(one, key=KEY) == pseudonym(other, key=KEY)) == (one == other)


def test_word_times_do_not_make_a_record_another_revision() -> None:
    timed = conversation(utterance("去网点", word_times=(WordTime(1, 3, 700, None),)))
    assert fingerprint(timed, key=KEY) == fingerprint(conversation(utterance("去网点")), key=KEY)
