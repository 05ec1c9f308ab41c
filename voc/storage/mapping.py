"""Between rows and the frozen types of the domain: records, read as plain rows of the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from voc.domain.contact import Contact, ContactKind
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.survey import Scale, SurveyResponse
from voc.storage.packed_words import unpacked_words

Record = Conversation | SurveyResponse

_CONVERSATION_COLUMNS = (
    "started_at",
    "ended_at",
    "direction",
    "channel",
    "queue",
    "region",
    "agent_id",
    "agent_team",
    "customer_id",
    "business",
    "app_version",
    "ended_by",
    "recording_uri",
)
_SURVEY_COLUMNS = (
    "conversation_id",
    "answered_at",
    "channel",
    "queue",
    "score",
    "comment",
    "invited",
    "customer_id",
    "embedded",
)


def kind_of(record: Record) -> ContactKind:
    return ContactKind.CONVERSATION if isinstance(record, Conversation) else ContactKind.SURVEY_RESPONSE


def named_call(record: Record) -> str | None:
    """The external id of the call that a survey response belongs to; None for a conversation."""
    return None if isinstance(record, Conversation) else record.conversation_id


def assemble(records: Iterable[Record]) -> Contact:
    """The contact that records make up: a call with its survey responses, or one survey response alone."""
    calls: list[Conversation] = []
    surveys: list[SurveyResponse] = []
    for record in records:
        if isinstance(record, Conversation):
            calls.append(record)
        else:
            surveys.append(record)
    return Contact.of(calls[0], tuple(surveys)) if calls else Contact(None, tuple(surveys))


def revision_values(record_id: int, revision: int, content_hash: str, at: datetime) -> dict[str, object]:
    """The columns that every revision has."""
    return {"record_id": record_id, "revision": revision, "content_hash": content_hash, "stored_at": at}


def conversation_values(conversation: Conversation) -> dict[str, object]:
    values = {name: getattr(conversation, name) for name in _CONVERSATION_COLUMNS}
    return values | {"metadata": dict(conversation.metadata)}


def survey_values(survey: SurveyResponse) -> dict[str, object]:
    values = {name: getattr(survey, name) for name in _SURVEY_COLUMNS}
    return values | {
        "external_id": survey.id,
        "scale_worst": survey.scale.worst,
        "scale_best": survey.scale.best,
        "metadata": dict(survey.metadata),
    }


def utterance_values(record_id: int, revision: int, conversation: Conversation) -> list[dict[str, object]]:
    return [
        {
            "record_id": record_id,
            "revision": revision,
            "position": position,
            "speaker": utterance.speaker.value,
            "text": utterance.text,
            "start_ms": utterance.start_ms,
            "end_ms": utterance.end_ms,
        }
        for position, utterance in enumerate(conversation.utterances)
    ]


def conversation_of(
    row: sa.Row[Any],
    *,
    external_id: str,
    utterances: Sequence[Utterance],
    survey: SurveyResponse | None,
) -> Conversation:
    values = {name: getattr(row, name) for name in _CONVERSATION_COLUMNS}
    return Conversation(id=external_id, utterances=tuple(utterances), survey=survey, metadata=row.metadata, **values)


def survey_of(row: sa.Row[Any]) -> SurveyResponse:
    values = {name: getattr(row, name) for name in _SURVEY_COLUMNS}
    scale = Scale(row.scale_worst, row.scale_best)
    return SurveyResponse(id=row.external_id, scale=scale, metadata=row.metadata, **values)


def utterance_of(row: sa.Row[Any]) -> Utterance:
    return Utterance(Speaker(row.speaker), row.text, row.start_ms, row.end_ms)


def timed(utterances: Sequence[Utterance], packed: bytes, *, call: str) -> list[Utterance]:
    """Utterances of a call with their word times; StorageError where those are damaged."""
    times = unpacked_words(packed, [utterance.text for utterance in utterances], call=call)
    return [replace(said, word_times=own) if own else said for said, own in zip(utterances, times, strict=True)]
