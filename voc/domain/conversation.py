"""A conversation and its utterances."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from voc.domain.survey import SurveyResponse
from voc.errors import InputError


class Speaker(StrEnum):
    """Who speaks; `system` is a phone menu or a robot."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return {"customer": "客户", "agent": "座席", "system": "系统"}[self.value]


class WordTime(NamedTuple):
    """When code points `start` to `end` of an utterance's text are said; the word itself is nowhere but in the text."""

    start: int
    end: int
    start_ms: int
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """One uninterrupted turn. Times are milliseconds from the start of the conversation.

    `word_times`, of the words that have one, go by place and by time. They are stored beside what was
    said, and no part of what makes a record another revision.
    """

    speaker: Speaker
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    word_times: tuple[WordTime, ...] = field(default=(), metadata={"lasting": False})

    def __post_init__(self) -> None:
        if self.start_ms is not None and self.end_ms is not None and self.end_ms < self.start_ms:
            raise InputError("话语的结束时间早于开始时间")

    @property
    def begins_ms(self) -> int | None:
        """When its first word begins, where that word has a time; else when it begins itself."""
        first = self.word_times[0] if self.word_times else None
        if first is None or (self.start_ms is not None and _has_words(self.text[: first.start])):
            return self.start_ms
        return first.start_ms

    @property
    def ends_ms(self) -> int | None:
        """When its last word ends, where that is known; else when it ends itself."""
        last = self.word_times[-1] if self.word_times else None
        if last is None or last.end_ms is None or _has_words(self.text[last.end :]):
            return self.end_ms
        return last.end_ms


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Conversation:
    """One call or chat; `utterances` in the order in which they were spoken, at least one."""

    id: str
    utterances: tuple[Utterance, ...]
    started_at: datetime | None = None
    ended_at: datetime | None = None
    direction: str | None = None
    channel: str | None = None
    queue: str | None = None
    region: str | None = None
    agent_id: str | None = None
    agent_team: str | None = None
    customer_id: str | None = None
    business: str | None = None
    app_version: str | None = None
    ended_by: str | None = None
    recording_uri: str | None = None
    survey: SurveyResponse | None = None
    metadata: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.utterances:
            raise InputError("会话没有任何话语")
        if self.started_at is not None and self.ended_at is not None and self.ended_at < self.started_at:
            raise InputError("会话的结束时间早于开始时间")
