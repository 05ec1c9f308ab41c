"""Fields by our names → a conversation or a survey response, every one of them checked."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from voc.domain.conversation import Conversation, Utterance
from voc.errors import InputError
from voc.ingest.answers import Answer, Fields, check_depth, completed, embedded_survey, moment_of, survey_response
from voc.ingest.fields import CONVERSATION_FIELDS, CONVERSATION_LABELS, SURVEY_FIELDS
from voc.ingest.mapping import JsonLayout
from voc.ingest.rows import Reading, Record
from voc.ingest.values import URI_LIMIT, identifier, is_blank, label, offset_ms, prose, speaker
from voc.ingest.word_times import word_times

MAX_UTTERANCES = 20_000
_UNLABELLED = ("score", "comment", "scale", "scale_worst", "scale_best", "invited")


class Turn(NamedTuple):
    """The fields of one utterance, and what to call it in a reason."""

    place: str
    fields: Fields


def record_of(source: Fields, reading: Reading) -> tuple[Record, Fields | None]:
    """The record in one JSON object, and the labels beside it; InputError with the reason where it is none."""
    fields, others = reading.mapping.named(source)
    gold = fields.pop("gold", None)
    if gold is not None and not isinstance(gold, dict):
        raise InputError("gold 须是对象")
    is_conversation = _is_conversation(fields)
    fields.pop("kind", None)
    known = CONVERSATION_FIELDS if is_conversation else SURVEY_FIELDS
    metadata = others | {name: value for name, value in fields.items() if name not in known}
    check_depth(metadata)
    check_depth(gold)
    if not is_conversation:
        return survey_response(fields, metadata, reading), gold
    turns, answer = _turns(fields.get("utterances"), reading), _answer_in(fields.get("survey"), reading)
    return conversation(fields, metadata, turns, answer, reading), gold


def conversation(
    fields: Fields, metadata: Fields, turns: Iterable[Turn], answer: Answer | None, reading: Reading
) -> Conversation:
    """A conversation from its fields and turns; InputError with the reason where it is none."""
    fields = completed(fields, reading, CONVERSATION_FIELDS)
    name = identifier(fields.get("id"), "id")
    labels = {field: label(fields.get(field), field) for field in CONVERSATION_LABELS}
    survey = None if answer is None else embedded_survey(answer, name, reading)
    utterances = _utterances(turns, reading)
    return Conversation(
        name,
        utterances,
        started_at=moment_of(fields, "started_at", reading),
        ended_at=moment_of(fields, "ended_at", reading),
        recording_uri=label(fields.get("recording_uri"), "recording_uri", limit=URI_LIMIT),
        survey=survey,
        metadata=metadata,
        **labels,
    )


def _is_conversation(fields: Fields) -> bool:
    kind = fields.get("kind")
    if kind == "conversation":
        return True
    if kind == "survey_response":
        if fields.get("utterances"):
            raise InputError("调查答复里不该有 utterances")
        return False
    if kind is not None:
        raise InputError("kind 不认识，只能是 conversation 或 survey_response")
    if fields.get("utterances") is not None:
        return True
    if any(fields.get(name) is not None for name in _UNLABELLED):
        return False
    if is_blank(fields.get("id")):
        raise InputError("缺少 id")
    raise InputError("没有话语（utterances），也没有 score、comment、scale、invited，看不出是会话还是调查答复")


def _answer_in(survey: object, reading: Reading) -> Answer | None:
    if survey is None:
        return None
    if not isinstance(survey, dict):
        raise InputError("survey 须是对象")
    return Answer(*reading.mapping.named(survey))


def _turns(value: object, reading: Reading) -> Iterator[Turn]:
    if value is None:
        return
    if not isinstance(value, list):
        raise InputError("utterances 须是列表")
    layout = reading.mapping.json
    is_ours = layout == JsonLayout() and not reading.mapping.values
    own = (("speaker", layout.speaker), ("text", layout.text), ("start_ms", layout.start_ms), ("end_ms", layout.end_ms))
    for index, turn in enumerate(value):
        place = f"utterances[{index}]"
        if not isinstance(turn, dict):
            raise InputError(f"{place} 须是对象")
        if is_ours:
            yield Turn(place, turn)
        elif layout.turn_speakers:
            yield from _spoken(turn, place, reading)
        else:
            named = {name: reading.mapping.translated(name, turn.get(key)) for name, key in own}
            yield Turn(place, named | {"words": turn.get("words")})


def _spoken(turn: Fields, place: str, reading: Reading) -> Iterator[Turn]:
    """One utterance for each speaker's key of a turn, in the order of the keys; empty ones say nothing."""
    speakers = reading.mapping.json.turn_speakers
    return (Turn(place, {"speaker": speakers[k], "text": v}) for k, v in turn.items() if k in speakers and v != "")


def _utterances(turns: Iterable[Turn], reading: Reading) -> tuple[Utterance, ...]:
    utterances: list[Utterance] = []
    for turn in turns:
        if len(utterances) == MAX_UTTERANCES:
            raise InputError(f"话语超过 {MAX_UTTERANCES} 句")
        try:
            utterances.append(_utterance(turn.fields, reading))
        except InputError as error:
            raise InputError(f"{turn.place}：{error}") from None
    if not utterances:
        raise InputError("没有话语（utterances）")
    if not any(u.text.strip() for u in utterances):
        raise InputError("所有话语都是空的")
    return tuple(utterances)


def _utterance(fields: Fields, reading: Reading) -> Utterance:
    if fields.get("text") is None:
        raise InputError("缺少 text")
    in_ms = reading.mapping.format.time_unit.in_ms
    said = Utterance(
        speaker(fields.get("speaker"), "speaker"),
        prose(fields["text"], "text"),
        offset_ms(fields.get("start_ms"), "start_ms", in_ms=in_ms),
        offset_ms(fields.get("end_ms"), "end_ms", in_ms=in_ms),
    )
    words = fields.get("words")
    return replace(said, word_times=word_times(words, said, in_ms=in_ms)) if words else said
