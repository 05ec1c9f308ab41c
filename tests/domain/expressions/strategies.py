"""Expressions, as hypothesis draws them: any that can be written."""

from hypothesis import strategies as st

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
    ListName,
    Measure,
    MetadataIs,
    Near,
    Not,
    ObjectIs,
    Order,
    Phrase,
    Place,
    Regardless,
    Regex,
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

_TEXTS = st.sampled_from(
    [
        "闪退",
        "app",
        "95588",
        "a b",
        'say "hi"',
        "c\\d",
        "and",
        "不.行",
        ",",
        "(x)",
        "@y",
        "~z",
        "/",
        "#2",
        "100%",
        "..",
        "ü",
    ]
)
WORDS = _TEXTS.map(Word) | st.sampled_from(["网银", "往银", "行长"]).map(lambda text: Word(text, by_sound=True))
ALTERNATIVES = WORDS | st.sampled_from(["branch", "词表", "a_1"]).map(ListName)
GROUPS = st.lists(ALTERNATIVES, min_size=1, max_size=3, unique=True).map(tuple)
PATTERNS = st.sampled_from(["a+b", r"转.*\d", "a/b", r"\\x", r"[/\]]+", "x y", '"', r"\.", "(a|b)c"])
_COUNTS = st.integers(0, 300)
_AMOUNTS = st.integers(1, 9) | st.sampled_from([0.5, 12.25])


@st.composite
def phrases(draw: st.DrawFn) -> Phrase:
    groups = draw(st.lists(GROUPS, min_size=1, max_size=3))
    return Phrase(tuple(groups), tuple(draw(st.integers(0, 60)) for _ in groups[1:]))


CONDITIONS: st.SearchStrategy[Expression] = st.one_of(
    phrases(),
    st.builds(Regex, PATTERNS, st.none() | PATTERNS),
    st.builds(Silence, st.sampled_from(Comparison), _AMOUNTS.map(float)),
    st.builds(UtteranceCount, st.sampled_from(Comparison), _COUNTS),
    st.builds(ValenceIs, st.sampled_from(Comparison), st.floats(-1, 1)),
    st.builds(ScoreIs, st.sampled_from(Comparison), st.floats(0, 1)),
    st.builds(FieldIs, st.sampled_from(ContactField), GROUPS),
    st.builds(MetadataIs, st.sampled_from(["vip", "客户.等级", "a/b", "a b", 'say "hi"', "x=1"]), GROUPS),
    st.builds(ObjectIs, GROUPS),
)


@st.composite
def _edges(draw: st.DrawFn, inner: st.SearchStrategy[Expression]) -> Edge:
    measure = draw(st.sampled_from(Measure))
    amount = draw(st.integers(1, 9) if measure is Measure.UTTERANCES else _AMOUNTS)
    return Edge(draw(st.sampled_from(Side)), float(amount), measure, draw(inner))


@st.composite
def _orders(draw: st.DrawFn, inner: st.SearchStrategy[Expression]) -> Order:
    place = draw(st.sampled_from(Place))
    within = draw(_COUNTS if place is Place.AROUND else st.none() | _COUNTS)
    return Order(place, draw(inner), draw(inner), draw(st.none() | st.integers(1, 5)), within)


def _extended(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    more = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Both, more),
        st.builds(Either, more),
        st.builds(Not, inner),
        st.builds(Except, inner, inner),
        st.builds(AtLeast, st.none() | st.integers(1, 4), some),
        st.builds(Near, inner, inner, _COUNTS),
        _orders(inner),
        st.builds(SpokenBy, st.sampled_from(Speaker), inner),
        st.builds(InPhase, st.sampled_from(Phase), inner),
        st.builds(In, st.sampled_from(Extent), inner),
        _edges(inner),
        st.builds(Regardless, st.frozensets(st.sampled_from(Guard), min_size=1), inner),
        st.builds(Repeated, st.integers(2, 5), st.none() | inner),
    )


EXPRESSIONS = st.recursive(CONDITIONS, _extended, max_leaves=8)
