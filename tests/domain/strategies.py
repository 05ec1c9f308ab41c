"""Contacts as they are counted, as hypothesis draws them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from tests.builders import evidence
from voc.domain.attribution import Kind
from voc.domain.painpoint import Counted
from voc.domain.review import Finding, Source, Verdict
from voc.domain.taxonomy import Cause, cause_of

OBJECTS = ("转账", "手机银行", "信用卡年费")
QUEUES = ("信用卡", "电子银行", "理财")
FACTORS = ("person.attitude", "product.speed", "product.stability", "rule.fee", "rule.channel")
_START = datetime.combine(date(2026, 10, 19), datetime.min.time(), UTC)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    factor = draw(st.sampled_from(FACTORS))
    quotes = draw(st.lists(st.sampled_from(["太慢", "收费", "凶"]), max_size=2))
    return Finding(
        cause_of(factor),
        factor if draw(st.booleans()) else None,
        draw(st.sampled_from(Kind)),
        draw(st.none() | st.sampled_from(OBJECTS)),
        tuple(map(evidence, quotes)),
    )


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    found = tuple(draw(st.lists(findings(), max_size=3)))
    causes: list[Cause] = [f.cause for f in found]
    source = draw(st.sampled_from(Source))
    return Verdict(
        source,
        bool(found) or draw(st.booleans()),
        found,
        draw(st.sampled_from(causes)) if causes else None,
        source is Source.MACHINE and draw(st.booleans()),
    )


@st.composite
def contacts(draw: st.DrawFn, *, least: int = 0, weighted: bool = True) -> list[Counted]:
    """Contacts of four weeks, some undated, each with an id of its own."""
    hours = st.none() | st.integers(0, 28 * 24 - 1)
    return [
        Counted(
            f"C-{number}",
            None if at is None else _START + timedelta(hours=at),
            draw(st.none() | st.sampled_from(QUEUES)),
            "phone",
            draw(verdicts()),
            scored_low=draw(st.booleans()),
            weight=draw(st.sampled_from([1.0, 0.5, 0.4, 0.25])) if weighted else 1.0,
        )
        for number, at in enumerate(draw(st.lists(hours, min_size=least, max_size=12)))
    ]
