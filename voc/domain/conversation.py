"""A conversation and its utterances."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Utterance:
    """One uninterrupted turn. Times are milliseconds from the start of the conversation."""

    speaker: Speaker
    text: str
    start_ms: int | None = None
    end_ms: int | None = None

    def __post_init__(self) -> None:
        if self.start_ms is not None and self.end_ms is not None and self.end_ms < self.start_ms:
            raise InputError("话语的结束时间早于开始时间")


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
