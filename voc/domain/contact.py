"""The unit of count: a conversation with every survey response that belongs to it, or a survey response alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from voc.domain.attribution import COMMENT
from voc.domain.conversation import Conversation, Speaker
from voc.domain.survey import SurveyResponse
from voc.errors import InputError

# `direction` is free text: what calls that the bank makes are called.
_OUTBOUND = frozenset(("outbound", "呼出", "外呼"))


class ContactKind(StrEnum):
    CONVERSATION = "conversation"
    SURVEY_RESPONSE = "survey_response"


@dataclass(frozen=True, slots=True)
class ContactText:
    """What somebody said or wrote.

    `utterance` is COMMENT for a comment, whose `survey_id` is set where it is not the contact's own.
    """

    utterance: int
    speaker: Speaker
    text: str
    survey_id: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """What is analysed and counted as one.

    `surveys` stand in the order of their answers (undated ones last, then by id), so that the same records give the
    same contact whatever order they came in.
    """

    conversation: Conversation | None
    surveys: tuple[SurveyResponse, ...] = ()

    def __post_init__(self) -> None:
        if self.conversation is None and len(self.surveys) != 1:
            raise InputError("没有会话的接触必须恰好有一份调查答复")

    @classmethod
    def of(cls, conversation: Conversation, surveys: tuple[SurveyResponse, ...] = ()) -> "Contact":
        """A conversation with its embedded survey and those that name it."""
        embedded = () if conversation.survey is None else (conversation.survey,)
        return cls(conversation, tuple(sorted(embedded + surveys, key=_survey_order)))

    @property
    def id(self) -> str:
        return self.surveys[0].id if self.conversation is None else self.conversation.id

    @property
    def kind(self) -> ContactKind:
        return ContactKind.SURVEY_RESPONSE if self.conversation is None else ContactKind.CONVERSATION

    @property
    def occurred_at(self) -> datetime | None:
        """When it counts: the start of the conversation, else the answer; None when undated."""
        if self.conversation is not None and self.conversation.started_at is not None:
            return self.conversation.started_at
        return next((s.answered_at for s in self.surveys if s.answered_at is not None), None)

    @property
    def queue(self) -> str | None:
        return self.surveys[0].queue if self.conversation is None else self.conversation.queue

    @property
    def channel(self) -> str | None:
        return self.surveys[0].channel if self.conversation is None else self.conversation.channel

    @property
    def outbound(self) -> bool:
        """Whether the bank made the call, as far as the record says so."""
        direction = None if self.conversation is None else self.conversation.direction
        return direction is not None and direction.lower() in _OUTBOUND

    @property
    def texts(self) -> tuple[ContactText, ...]:
        """Every utterance in order, then every survey comment that is not blank."""
        spoken = () if self.conversation is None else self.conversation.utterances
        return (
            *(ContactText(number, utterance.speaker, utterance.text) for number, utterance in enumerate(spoken)),
            *(
                ContactText(COMMENT, Speaker.CUSTOMER, survey.comment, self._name_of(survey))
                for survey in self.surveys
                if survey.comment.strip()
            ),
        )

    def _name_of(self, survey: SurveyResponse) -> str | None:
        own = self.conversation is None or survey.embedded
        return None if own else survey.id

    @property
    def satisfaction(self) -> float | None:
        """The worst score among the surveys, 0.0 to 1.0; None where no score was given."""
        return min((s.satisfaction for s in self.surveys if s.satisfaction is not None), default=None)

    @property
    def answered(self) -> bool:
        """False only for a bare invitation: nothing was said, so there is nothing to analyse."""
        return self.conversation is not None or any(s.answered for s in self.surveys)


def _survey_order(survey: SurveyResponse) -> tuple[bool, str, str]:
    at = survey.answered_at
    return at is None, "" if at is None else at.astimezone(UTC).isoformat(), survey.id
