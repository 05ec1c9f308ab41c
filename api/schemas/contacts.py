from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import Field

from api.schemas.base import Out
from api.schemas.verdicts import VerdictOut
from voc.domain.attribution import AbstainReason
from voc.domain.contact import Contact
from voc.domain.survey import SurveyResponse
from voc.domain.taxonomy import Cause
from voc.export.records import analysis_record
from voc.services.contacts import SeenContact, WholeContact
from voc.storage.listing import ListedContact
from voc.storage.standing import Standing


class HeadOut(Out):
    """What tells a contact from others."""

    key: int
    id: str
    source: str
    kind: str
    revision: int
    occurred_at: datetime | None
    queue: str | None
    channel: str | None


class ClaimOut(Out):
    """What the machine claims, at a glance; where it abstained, only a proposal."""

    dissatisfied: bool = Field(examples=[True])
    primary: Cause | None = Field(examples=["product"])
    confidence: float = Field(examples=[0.82])
    abstain_reason: AbstainReason | None

    @classmethod
    def of(cls, contact: ListedContact) -> "ClaimOut | None":
        if contact.dissatisfied is None:
            return None
        return cls(
            primary=None if contact.primary_cause is None else Cause(contact.primary_cause),
            **{name: getattr(contact, name) for name in ("dissatisfied", "confidence", "abstain_reason")},
        )


VERDICT = "以此计数的判断：有人工复核的是人的，否则是机器的；还没有分析的为 null"


class ContactOut(HeadOut):
    """One line of a list."""

    satisfaction: float | None = Field(description="最差的一份评分，0 最差，1 最好")
    answered: bool
    agent_id: str | None = Field(description="看不到座席的角色总是 null")
    verdict: VerdictOut | None = Field(description=VERDICT)
    claim: ClaimOut | None = Field(description="机器现在的判断，人改判了也在；还没有分析的为 null")

    @classmethod
    def of(cls, seen: SeenContact, standing: Standing | None) -> "ContactOut":
        contact = seen.contact
        return cls(
            id=contact.external_id,
            agent_id=contact.agent_id if seen.shows_agent else None,
            verdict=VerdictOut.of(standing),
            claim=ClaimOut.of(contact),
            **{name: getattr(contact, name) for name in _SAME},
        )


_SAME = "key", "source", "kind", "revision", "occurred_at", "queue", "channel", "satisfaction", "answered"


class UtteranceOut(Out):
    speaker: str
    text: str = Field(description="个人信息已遮盖")
    start_ms: int | None
    end_ms: int | None


class SurveyOut(Out):
    id: str
    answered_at: datetime | None
    channel: str | None
    score: float | None
    scale: tuple[float, float] = Field(description="[最差, 最好]")
    comment: str
    invited: bool
    embedded: bool = Field(description="随会话一起来的；证据里的 survey 为 null 时指它")

    @classmethod
    def of(cls, survey: SurveyResponse) -> "SurveyOut":
        named = ("id", "answered_at", "channel", "score", "comment", "invited", "embedded")
        return cls(scale=(survey.scale.worst, survey.scale.best), **{name: getattr(survey, name) for name in named})


class CallOut(Out):
    """The call; `agent_id`, `agent_team` and `metadata` are null for those who are not told whose it was."""

    started_at: datetime | None
    ended_at: datetime | None
    direction: str | None
    region: str | None
    business: str | None
    app_version: str | None
    ended_by: str | None
    agent_id: str | None
    agent_team: str | None
    has_recording: bool
    metadata: dict[str, Any] | None
    utterances: list[UtteranceOut]

    @classmethod
    def of(cls, contact: Contact, *, shows_agent: bool) -> "CallOut | None":
        call = contact.conversation
        if call is None:
            return None
        named = ("started_at", "ended_at", "direction", "region", "business", "app_version", "ended_by")
        return cls(
            agent_id=call.agent_id if shows_agent else None,
            agent_team=call.agent_team if shows_agent else None,
            metadata=dict(call.metadata) if shows_agent else None,
            has_recording=call.recording_uri is not None,
            utterances=[UtteranceOut.model_validate(one) for one in call.utterances],
            **{name: getattr(call, name) for name in named},
        )


class AnalysisEntryOut(Out):
    contact_revision: int
    analysed_at: datetime
    version: dict[str, str]


class WholeContactOut(HeadOut):
    call: CallOut | None
    surveys: list[SurveyOut]
    verdict: VerdictOut | None = Field(description=VERDICT)
    analysis: dict[str, Any] | None = Field(
        description="机器现行的分析：归因、证据、情绪、阶段与时刻，格式同 voc analyze"
    )
    analyses: list[AnalysisEntryOut] = Field(description="历次分析")

    @classmethod
    def of(cls, whole: WholeContact) -> "WholeContactOut":
        contact = whole.stored.contact
        return cls(
            key=whole.stored.key,
            source=whole.stored.source,
            revision=whole.stored.revision,
            call=CallOut.of(contact, shows_agent=whole.shows_agent),
            surveys=[SurveyOut.of(survey) for survey in contact.surveys],
            verdict=VerdictOut.of(whole.standing),
            analysis=None if whole.analysis is None else analysis_record(whole.analysis, contact.kind),
            analyses=[
                AnalysisEntryOut(
                    contact_revision=entry.contact_revision,
                    analysed_at=entry.analysed_at,
                    version=asdict(entry.version),
                )
                for entry in whole.history
            ],
            **{name: getattr(contact, name) for name in ("id", "kind", "occurred_at", "queue", "channel")},
        )
