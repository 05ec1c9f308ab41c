"""Any record that a reader lets through, as hypothesis draws them: no NUL and no half of a surrogate pair."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from voc.domain.conversation import Conversation, Speaker, Utterance, WordTime
from voc.domain.survey import Scale, SurveyResponse

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=6)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
MAYBE = st.none() | TEXTS
TIMES = st.none() | st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001
    datetime(2050, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
EXTRAS = st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers() | TEXTS | st.lists(TEXTS), max_size=3)
SCALES = st.sampled_from([Scale(1, 5), Scale(3, 1), Scale(0, 10), Scale(1.5, 0.25)])


@st.composite
def surveys(draw: st.DrawFn, name: str | None = None, embedded: bool = False) -> SurveyResponse:
    scale = draw(SCALES)
    low, high = sorted([scale.worst, scale.best])
    return SurveyResponse(
        id=draw(NAMES) if name is None else name,
        conversation_id=name if embedded else None,
        answered_at=draw(TIMES),
        channel=draw(MAYBE),
        queue=draw(MAYBE),
        score=draw(st.none() | st.floats(low, high)),
        scale=scale,
        comment=draw(TEXTS),
        invited=draw(st.booleans()),
        customer_id=draw(MAYBE),
        embedded=embedded,
        metadata=draw(EXTRAS),
    )


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    start, end = sorted(draw(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7))))
    timed = draw(st.booleans())
    speaker, text = draw(st.sampled_from(Speaker)), draw(TEXTS)
    return Utterance(speaker, text, start if timed else None, end if timed else None, draw(word_times(len(text))))


@st.composite
def word_times(draw: st.DrawFn, length: int) -> tuple[WordTime, ...]:
    """Words of a text of so many characters, by place and by time."""
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    places = list(zip(edges[::2], edges[1::2], strict=False))
    times = sorted(draw(st.lists(st.integers(0, 10**7), min_size=len(places), max_size=len(places))))
    lasting = draw(st.lists(st.none() | st.integers(0, 10**5), min_size=len(places), max_size=len(places)))
    return tuple(
        WordTime(start, end, at, None if ms is None else at + ms)
        for (start, end), at, ms in zip(places, times, lasting, strict=True)
    )


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    name = draw(NAMES)
    times = draw(st.tuples(TIMES, TIMES))
    if None not in times:
        times = tuple(sorted(times))
    return Conversation(
        name,
        tuple(draw(st.lists(utterances(), min_size=1, max_size=4))),
        *times,
        *draw(st.tuples(*[MAYBE] * 11)),
        survey=draw(st.none() | surveys(name, embedded=True)),
        metadata=draw(EXTRAS),
    )
