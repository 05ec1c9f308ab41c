import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.domain.conversation import Conversation, Speaker, Utterance
from voc.domain.survey import Scale, SurveyResponse
from voc.errors import InputError
from voc.ingest.fields import CONVERSATION_LABELS, KNOWN
from voc.ingest.mapping import ColumnMapping, JsonLayout
from voc.ingest.records import MAX_UTTERANCES, record_of
from voc.ingest.rows import Read, Reading, Record

from .reading import PLAIN, ZONE, rows_in

TURN = {"speaker": "customer", "text": "登不上"}


def read(source: dict[str, object], mapping: ColumnMapping | None = None) -> Record:
    return record_of(source, Reading("f", ZONE, mapping or ColumnMapping()))[0]


def test_a_record_without_kind_is_told_by_what_it_has() -> None:
    assert isinstance(read({"id": 1, "utterances": [TURN], "score": 1}), Conversation)
    assert isinstance(read({"id": 1, "utterances": None, "score": 1}), SurveyResponse)
    assert isinstance(read({"id": 1, "kind": "survey_response", "utterances": [], "score": 1}), SurveyResponse)


def test_labels_stand_beside_the_record_and_not_in_it() -> None:
    record, gold = record_of({"id": 1, "score": 1, "gold": {"causes": []}, "x": 1}, PLAIN)
    assert record == SurveyResponse("1", score=1.0, metadata={"x": 1})
    assert gold == {"causes": []}
    with pytest.raises(InputError, match="嵌套过深"):
        record_of({"id": 1, "score": 1, "gold": {"a": json.loads("[" * 40 + "]" * 40)}}, PLAIN)


def test_fields_of_the_other_kind_are_metadata() -> None:
    assert read({"id": 1, "score": 1, "region": "华东"}).metadata == {"region": "华东"}
    assert read({"id": 1, "utterances": [TURN], "score": 1}).metadata == {"score": 1}


def test_an_utterance_may_be_empty_where_others_are_not() -> None:
    conversation = read({"id": 1, "utterances": [{"speaker": "agent", "text": ""}, TURN]})
    assert isinstance(conversation, Conversation)
    assert [u.text for u in conversation.utterances] == ["", "登不上"]


def test_there_is_a_limit_of_utterances() -> None:
    assert isinstance(read({"id": 1, "utterances": [TURN] * MAX_UTTERANCES}), Conversation)
    with pytest.raises(InputError, match=r"^话语超过 20000 句$"):
        read({"id": 1, "utterances": [TURN] * (MAX_UTTERANCES + 1)})


def test_turns_under_other_names_are_read() -> None:
    layout = JsonLayout(speaker="role", text="words", start_ms="from")
    mapping = ColumnMapping(values={"speaker": {"1": Speaker.AGENT, "customer": Speaker.SYSTEM}}, json=layout)
    assert read({"id": 1, "utterances": [{"role": 1, "words": "您好", "from": 5}]}, mapping) == Conversation(
        "1", (Utterance(Speaker.AGENT, "您好", 5),)
    )


def test_turns_by_speaker_give_an_utterance_each_in_their_order() -> None:
    speakers = {"甲": Speaker.AGENT, "乙": Speaker.CUSTOMER}
    # A speaker once told is not translated again.
    mapping = ColumnMapping(
        {"call": "id", "content": "utterances"},
        {"speaker": {"agent": Speaker.CUSTOMER}},
        json=JsonLayout(turn_speakers=speakers),
    )
    turns = [{"乙": "喂", "x": 1, "甲": "您好"}, {"甲": "", "乙": "在吗"}]
    assert read({"call": "C", "content": turns}, mapping) == Conversation(
        "C",
        (
            Utterance(Speaker.CUSTOMER, "喂"),
            Utterance(Speaker.AGENT, "您好"),
            Utterance(Speaker.CUSTOMER, "在吗"),
        ),
    )
    with pytest.raises(InputError, match=r"^utterances\[0\]：text 须是文字$"):
        read({"call": "C", "content": [{"乙": 3}]}, mapping)


def test_an_embedded_survey_is_mapped_too() -> None:
    mapping = ColumnMapping({"评价": "score"}, {"score": {"满意": 5}})
    conversation = read({"id": 1, "utterances": [TURN], "survey": {"评价": "满意"}}, mapping)
    assert isinstance(conversation, Conversation)
    assert conversation.survey == SurveyResponse("1", "1", score=5.0, embedded=True)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
LABELS = st.none() | TEXTS.filter(lambda text: bool(text.strip()))
IDS = TEXTS.filter(lambda text: bool(text.strip()))
TIMES = st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SCALES = st.sampled_from([Scale(1, 5), Scale(3, 1), Scale(0, 10), Scale(-1.5, 2.25)])
METADATA = st.dictionaries(TEXTS.filter(lambda key: key not in KNOWN), TEXTS | st.booleans() | st.lists(TEXTS))


@st.composite
def answers(draw: st.DrawFn, conversation_id: str | None = None) -> SurveyResponse:
    scale = draw(SCALES)
    share = draw(st.none() | st.integers(0, 8))
    score = None if share is None else scale.worst + (scale.best - scale.worst) * share / 8
    comment = draw(TEXTS)
    answered = score is not None or bool(comment.strip())
    return SurveyResponse(
        conversation_id or draw(IDS),
        conversation_id or draw(LABELS),
        draw(TIMES),
        draw(LABELS),
        draw(LABELS),
        score,
        scale,
        comment,
        draw(st.booleans()) or not answered,
        draw(LABELS),
        conversation_id is not None,
        draw(METADATA),
    )


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    start = draw(st.none() | st.integers(0, 10**6))
    end = draw(st.none() | st.integers(start or 0, 10**7))
    return Utterance(draw(st.sampled_from(Speaker)), draw(TEXTS), start, end)


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    name = draw(IDS)
    start = draw(TIMES)
    turns = draw(st.lists(utterances(), min_size=1, max_size=4).filter(lambda us: any(u.text.strip() for u in us)))
    return Conversation(
        name,
        tuple(turns),
        start,
        draw(st.none() | st.just(start and start + timedelta(minutes=3))),
        **{label: draw(LABELS) for label in (*CONVERSATION_LABELS, "recording_uri")},
        survey=draw(st.none() | answers(name)),
        metadata=draw(METADATA),
    )


def written(record: Record) -> dict[str, object]:
    """A record as it stands in a file; what is absent is left out."""
    kind = "conversation" if isinstance(record, Conversation) else "survey_response"
    fields = {n: getattr(record, n) for n in record.__slots__ if n not in ("metadata", "embedded")}
    if isinstance(record, Conversation):
        fields["utterances"] = [{n: getattr(u, n) for n in u.__slots__ if n != "word_times"} for u in record.utterances]
        fields["survey"] = record.survey and {
            n: v for n, v in written(record.survey).items() if n not in ("id", "kind")
        }
    else:
        fields["scale"] = [record.scale.worst, record.scale.best]
    at = {n: v.isoformat() for n, v in fields.items() if isinstance(v, datetime)}
    return {"kind": kind} | {n: v for n, v in fields.items() if v is not None} | at | dict(record.metadata)


@settings(deadline=None)
@given(st.lists(conversations() | answers(), max_size=4), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_any_list_of_records_reads_back_equal(given_records: list[Record], ascii_only: bool, encoding: str) -> None:
    text = "".join(json.dumps(written(r), ensure_ascii=ascii_only) + "\n" for r in given_records)
    rows = rows_in(text.encode(encoding), "f.jsonl")
    assert rows == [Read(line, record) for line, record in enumerate(given_records, 1)]
    assert [row.record.metadata for row in rows if isinstance(row, Read)] == [r.metadata for r in given_records]
