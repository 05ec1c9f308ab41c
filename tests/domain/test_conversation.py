from datetime import timedelta

import pytest

from tests.builders import NOW, conversation, utterance
from voc.domain.conversation import Conversation, Speaker
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
