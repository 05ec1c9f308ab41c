"""An example that says more than words: when and in which phase they are said, the score, and fields of the record."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeVar

from voc.domain.contact import Contact, ContactKind
from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.expressions import ContactField
from voc.domain.moments import Phase
from voc.domain.rule import StagedExample
from voc.domain.survey import DEFAULT_SCALE, Scale, SurveyResponse
from voc.errors import InputError
from voc.nlp.rules.turns import turns_of

_ID = "例句"
_PHASES = {name: phase for phase in Phase for name in (phase.value, phase.label)}
_OF_CALLS = ("times", "phases", "comment")
_FIELDS = tuple(field.value for field in ContactField if field is not ContactField.KIND)
# A survey has no other fields.
_OF_SURVEYS = (ContactField.CHANNEL.value, ContactField.QUEUE.value)
KEYS = ("text", "kind", *_OF_CALLS, "valences", "score", "scale", "meta", *_FIELDS)
# No score and no second of a call is larger.
LARGEST = 1e9
T = TypeVar("T")


def staged(table: Mapping[str, object], speaker: Speaker) -> StagedExample:
    """The example of a table; ValueError, in Chinese, for what is wrong with it.

    `text` is what is said, by the speaker unless turns say otherwise. `times` (`[from, to]` in seconds), `phases` and
    `valences` (−1…1) have an entry a turn. Without times, phases or valences none are known.
    """
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise ValueError(f"例句有不认识的键 {'、'.join(unknown)}，可写：{'、'.join(KEYS)}")
    text, kind = _text(table, "text"), _kind(table)
    try:
        if kind is ContactKind.SURVEY_RESPONSE:
            return _survey(table, text)
        return _call(table, text, speaker)
    except InputError as error:
        raise ValueError(f"例句：{error}") from None


def _call(table: Mapping[str, object], text: str, speaker: Speaker) -> StagedExample:
    turns = turns_of(text, speaker)
    times = _each(table, "times", len(turns), _time) or [(None, None)] * len(turns)
    known = [start for start, _ in times if start is not None]
    if any(before > after for before, after in pairwise(known)):
        raise ValueError("例句的 times 要先后有序")
    phases = _each(table, "phases", len(turns), _phase)
    felt = _each(table, "valences", len(turns), _valence)
    utterances = tuple(Utterance(who, words, *time) for (who, words), time in zip(turns, times, strict=True))
    fields: dict[str, Any] = {name: _text(table, name) for name in _FIELDS if name in table}
    conversation = Conversation(_ID, utterances, metadata=_metadata(table), **fields)
    answer = _answer(table, _text(table, "comment") if "comment" in table else "")
    valences = [value if who is Speaker.CUSTOMER else None for (who, _), value in zip(turns, felt, strict=False)]
    contact = Contact.of(conversation, (answer,) if answer.answered else ())
    return StagedExample(text, contact, tuple(phases), tuple(valences))


def _survey(table: Mapping[str, object], text: str) -> StagedExample:
    wrong = [key for key in (*_OF_CALLS, *_FIELDS) if key in table and key not in _OF_SURVEYS]
    if wrong:
        raise ValueError(f"例句是单独的调查，没有 {'、'.join(wrong)}")
    fields: dict[str, Any] = {name: _text(table, name) for name in _OF_SURVEYS if name in table}
    valences = _each(table, "valences", 1, _valence)
    return StagedExample(text, Contact(None, (_answer(table, text, _metadata(table), **fields),)), (), tuple(valences))


def _answer(
    table: Mapping[str, object], comment: str, metadata: Mapping[str, object] | None = None, **fields: Any
) -> SurveyResponse:
    score = _number(table["score"], "score") if "score" in table else None
    return SurveyResponse(_ID, score=score, scale=_scale(table), comment=comment, metadata=metadata or {}, **fields)


def _scale(table: Mapping[str, object]) -> Scale:
    if "scale" not in table:
        return DEFAULT_SCALE
    match table["scale"]:
        case [worst, best]:
            return Scale(_number(worst, "scale"), _number(best, "scale"))
        case _:
            raise ValueError("例句的 scale 应为 [最差, 最好]，如 [1, 5]")


def _kind(table: Mapping[str, object]) -> ContactKind:
    kind = table.get("kind", ContactKind.CONVERSATION.value)
    if kind not in list(ContactKind):
        raise ValueError(f"例句的 kind 应为 {'、'.join(ContactKind)} 之一")
    return ContactKind(str(kind))


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"例句的 {key} 应为非空的文字")
    return value


def _metadata(table: Mapping[str, object]) -> dict[str, object]:
    metadata = table.get("meta", {})
    if not isinstance(metadata, dict):
        raise ValueError('例句的 meta 应为表，如 meta = {"门店" = 12}')
    return metadata


def _each(table: Mapping[str, object], key: str, turn_count: int, read: Callable[[object], T]) -> Sequence[T]:
    """The entries of a list, one a turn; none where it is not there."""
    if key not in table:
        return ()
    value = table[key]
    if not isinstance(value, list) or len(value) != turn_count:
        raise ValueError(f"例句的 {key} 应为列表，一句话一项，这里 {turn_count} 项")
    return [read(one) for one in value]


def _time(value: object) -> tuple[int | None, int | None]:
    match value:
        case [start, end]:
            return round(_number(start, "times") * 1000), round(_number(end, "times") * 1000)
        case _:
            raise ValueError("例句的 times 一句一项 [开始, 结束]，单位是秒，如 [[0, 2.5], [8, 9]]")


def _phase(value: object) -> Phase:
    if str(value) not in _PHASES:
        raise ValueError(f"例句的 phases 应为 {'、'.join(_PHASES)} 之一")
    return _PHASES[str(value)]


def _valence(value: object) -> float:
    valence = _number(value, "valences")
    if not -1 <= valence <= 1:
        raise ValueError("例句的 valences 在 -1 与 1 之间")
    return valence


def _number(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
        raise ValueError(f"例句的 {key} 应为数，不超过十亿")
    return float(value)
