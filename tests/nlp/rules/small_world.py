"""Expressions of few words over small contacts, as hypothesis draws them: what is said of all can be tried on many."""

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.nlp.rules.scenes import scene
from voc.domain.conversation import Speaker
from voc.domain.expressions import (
    AtLeast,
    Both,
    Comparison,
    ContactField,
    Edge,
    Either,
    Except,
    Expression,
    Extent,
    FieldIs,
    Guard,
    In,
    InPhase,
    Measure,
    Near,
    Not,
    Order,
    Phrase,
    Place,
    Regardless,
    Repeated,
    ScoreIs,
    Side,
    Silence,
    SpokenBy,
    UtteranceCount,
    ValenceIs,
    Word,
)
from voc.domain.moments import Phase
from voc.nlp.rules import Scene

_WORDS = st.sampled_from(["屏", "白屏", "屏幕", "慢", "不给力", "给力"]).map(Word)
_GROUPS = st.lists(_WORDS, min_size=1, max_size=2, unique=True).map(tuple)
_COMPARISONS = st.sampled_from(Comparison)
_KINDS = st.sampled_from(["conversation", "survey_response", "phone"]).map(Word)
WORDS = st.builds(Phrase, st.tuples(_GROUPS))
_LEAVES: st.SearchStrategy[Expression] = st.one_of(
    WORDS,
    st.builds(Phrase, st.tuples(_GROUPS, _GROUPS), st.tuples(st.integers(0, 3))),
    st.builds(UtteranceCount, _COMPARISONS, st.integers(-1, 4)),
    st.builds(ScoreIs, _COMPARISONS, st.sampled_from([0.0, 0.5, 1.0])),
    st.builds(ValenceIs, _COMPARISONS, st.sampled_from([-1.0, 0.0, 1.0])),
    st.builds(Silence, _COMPARISONS, st.sampled_from([0.0, 5.0])),
    st.builds(FieldIs, st.just(ContactField.KIND), st.tuples(_KINDS)),
    st.builds(FieldIs, st.sampled_from([ContactField.QUEUE, ContactField.AGENT_ID]), st.tuples(_WORDS)),
    st.just(Repeated(2)),
)


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    some = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Both, some),
        st.builds(Either, some),
        st.builds(Not, inner),
        st.builds(Except, inner, inner),
        st.builds(AtLeast, st.none() | st.integers(1, 3), some),
        st.builds(Near, inner, inner, st.integers(0, 3)),
        st.builds(Order, st.sampled_from(Place), inner, inner, st.none() | st.integers(1, 2), st.integers(0, 2)),
        st.builds(SpokenBy, st.sampled_from(Speaker), inner),
        st.builds(InPhase, st.sampled_from([Phase.GREETING, Phase.ANSWERING]), inner),
        st.builds(In, st.sampled_from(Extent), inner),
        st.builds(Edge, st.sampled_from(Side), st.integers(1, 3).map(float), st.sampled_from(Measure), inner),
        st.builds(Regardless, st.just(frozenset(Guard)), inner),
        st.builds(Repeated, st.just(2), inner),
    )


EXPRESSIONS = st.recursive(_LEAVES, _joined, max_leaves=6)
_TEXTS = st.lists(
    st.sampled_from(["屏", "白屏", "屏幕", "慢", "不给力", "不", "没有", "，", "的"]), min_size=1, max_size=5
).map("".join)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """A call of up to four utterances with phases, times, valences and a survey, or a survey alone."""
    said = draw(st.lists(st.tuples(st.sampled_from("客座系"), _TEXTS), max_size=4))
    lines = [f"{who}：{text}" for who, text in said]
    comment = draw(st.just("") | _TEXTS) if lines else draw(_TEXTS)
    score = draw(st.none() | st.sampled_from([1.0, 3.0, 5.0]))
    if not lines:
        return scene(comment=comment, score=score, valences=(draw(_VALENCES),))
    known: Sequence[str] = lines
    phases = tuple(draw(st.sampled_from([Phase.GREETING, Phase.ANSWERING])) for _ in known)
    valences = tuple(draw(_VALENCES) if line[0] == "客" else None for line in known)
    times = [(n * 6000, n * 6000 + draw(st.sampled_from([1000, 5000]))) for n, _ in enumerate(known)]
    columns = draw(st.sampled_from([{}, {"queue": "慢"}, {"agent_id": "慢"}]))
    felt = valences + ((draw(_VALENCES),) if comment else ())
    return scene(*lines, phases=phases, valences=felt, times=times, comment=comment, score=score, **columns)


_VALENCES = st.sampled_from([-1.0, -0.5, 0.0, 1.0])
