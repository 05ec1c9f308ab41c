"""Fields by our names → a survey response, every one of them checked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from voc.domain.survey import DEFAULT_SCALE, Scale, SurveyResponse
from voc.errors import InputError
from voc.ingest.fields import ANSWER_FIELDS, SURVEY_FIELDS, SURVEY_LABELS
from voc.ingest.mapping import ScalePoint
from voc.ingest.rows import Reading
from voc.ingest.values import flag, identifier, is_blank, label, moment, number, prose

_MAX_DEPTH = 32

Fields = Mapping[str, object]


class Answer(NamedTuple):
    """A survey inside a conversation: its fields by our names, translated, and its other keys."""

    fields: Fields
    others: dict[str, object]


def survey_response(fields: Fields, metadata: Fields, reading: Reading) -> SurveyResponse:
    """A survey response of its own; InputError with the reason where it is none."""
    fields = completed(fields, reading, SURVEY_FIELDS)
    response = _answer(
        fields,
        reading,
        id=identifier(fields.get("id"), "id"),
        conversation_id=label(fields.get("conversation_id"), "conversation_id"),
        metadata=metadata,
    )
    if not response.answered and not response.invited:
        raise InputError("既没有 score 也没有 comment，也没有标明 invited")
    return response


def embedded_survey(answer: Answer, conversation_id: str, reading: Reading) -> SurveyResponse | None:
    """The survey response inside a conversation; None where nothing was answered and nobody was asked."""
    fields = completed(answer.fields, reading, frozenset(("scale_worst", "scale_best")))
    if (
        is_blank(fields.get("score"))
        and is_blank(fields.get("comment"))
        and not flag(fields.get("invited"), "survey.invited")
    ):
        return None
    own = ANSWER_FIELDS | {"customer_id", *SURVEY_LABELS}
    # Its kind and the call it belongs to are told by where it stands.
    metadata = answer.others | {n: v for n, v in fields.items() if n not in own | {"kind", "conversation_id"}}
    check_depth(metadata)
    return _answer(
        fields,
        reading,
        "survey.",
        id=conversation_id,
        conversation_id=conversation_id,
        embedded=True,
        metadata=metadata,
    )


def completed(fields: Fields, reading: Reading, known: frozenset[str]) -> Fields:
    """The fields, with the mapping's defaults where one is absent."""
    missing = {n: v for n, v in reading.mapping.defaults.items() if n in known and is_blank(fields.get(n))}
    return {**fields, **missing} if missing else fields


def moment_of(fields: Fields, field: str, reading: Reading, prefix: str = "") -> datetime | None:
    formats = reading.mapping.format.time_formats
    return moment(fields.get(field), prefix + field, zone=reading.zone, formats=formats)


def _answer(
    fields: Fields,
    reading: Reading,
    prefix: str = "",
    *,
    id: str,
    conversation_id: str | None,
    metadata: Fields,
    embedded: bool = False,
) -> SurveyResponse:
    scale = _scale(fields, prefix)
    return SurveyResponse(
        id,
        conversation_id,
        moment_of(fields, "answered_at", reading, prefix),
        label(fields.get("channel"), prefix + "channel"),
        label(fields.get("queue"), prefix + "queue"),
        _score(fields.get("score"), scale, prefix + "score"),
        scale,
        prose(fields.get("comment"), prefix + "comment"),
        flag(fields.get("invited"), prefix + "invited"),
        label(fields.get("customer_id"), prefix + "customer_id"),
        embedded,
        metadata,
    )


def _scale(fields: Fields, prefix: str) -> Scale:
    pair = fields.get("scale")
    if pair is None:
        pair = [fields.get("scale_worst"), fields.get("scale_best")]
        if is_blank(pair[0]) and is_blank(pair[1]):
            return DEFAULT_SCALE
    if not isinstance(pair, list) or len(pair) != 2:
        raise InputError(f"{prefix}scale 须是两个数：[最差, 最好]")
    worst, best = (number(end, prefix + "scale") for end in pair)
    if worst is None or best is None:
        raise InputError(f"{prefix}scale 须同时给出最差分和最好分")
    scale = Scale(worst, best)
    # So that a scale stated and one left out give the same content.
    return DEFAULT_SCALE if scale == DEFAULT_SCALE else scale


def _score(value: object, scale: Scale, field: str) -> float | None:
    if isinstance(value, ScalePoint):
        return {"worst": scale.worst, "middle": (scale.worst + scale.best) / 2, "best": scale.best}[value]
    score = number(value, field)
    if score is not None and not scale.holds(score):
        raise InputError(f"{field} 不在量表之内")
    return score


def check_depth(value: object) -> None:
    """Metadata is stored and hashed by recursive code: what nests too deep must not get there."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return
    raise InputError("嵌套过深")


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
