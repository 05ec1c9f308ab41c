from datetime import timedelta

import pytest

from tests.builders import NOW, conversation, utterance
from voc.domain.conversation import Conversation, Speaker, WordTime
from voc.errors import InputError


def test_an_utterance_cannot_end_before_it_starts() -> None:
    with pytest.raises(InputError, match="话语的结束时间早于开始时间"):
        utterance(start_ms=2, end_ms=1)


@pytest.mark.parametrize(("start", "end"), [(None, None), (5, None), (None, 5), (5, 5), (0, 5)])
def test_times_of_an_utterance_may_be_missing_or_equal(start: int | None, end: int | None) -> None:
    spoken = utterance(start_ms=start, end_ms=end)
    assert (spoken.start_ms, spoken.end_ms) == (start, end)


def test_a_conversation_needs_utterances() -> None:
    with pytest.raises(InputError, match="没有任何话语"):
        Conversation("C-1", ())


def test_a_conversation_cannot_end_before_it_starts() -> None:
    with pytest.raises(InputError, match="会话的结束时间早于开始时间"):
        conversation(started_at=NOW, ended_at=NOW - timedelta(seconds=1))


def test_a_conversation_may_have_either_time_alone() -> None:
    assert conversation(ended_at=NOW).started_at is None
    assert conversation(started_at=NOW).ended_at is None
    assert conversation(started_at=NOW, ended_at=NOW).ended_at == NOW


def test_conversations_differ_in_what_was_passed_along_but_can_be_hashed() -> None:
    one, other = conversation(metadata={"坐席组": "A"}), conversation(metadata={"坐席组": "B"})
    assert one != other
    assert hash(one) == hash(other)


def test_speakers_are_shown_in_chinese() -> None:
    assert [speaker.label for speaker in Speaker] == ["客户", "座席", "系统"]


def test_an_utterance_begins_and_ends_with_its_words_where_their_times_are_known() -> None:
    said = utterance(
        "去网点，", start_ms=0, end_ms=9000, word_times=(WordTime(0, 1, 500, 700), WordTime(1, 3, 700, 1200))
    )
    assert (said.begins_ms, said.ends_ms) == (500, 1200)
    inner = utterance("去网点了", start_ms=0, end_ms=9000, word_times=(WordTime(1, 3, 700, 1200),))
    assert (inner.begins_ms, inner.ends_ms) == (0, 9000)
    bare = utterance("去网点", word_times=(WordTime(1, 3, 700, None),))
    assert (bare.begins_ms, bare.ends_ms) == (700, None)
