from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from voc.domain.attribution import AbstainReason, Analysis, Attribution, Basis, Evidence, Kind
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.taxonomy import Cause
from voc.storage.analyses import Analyses
from voc.storage.claims import analysis_values, attribution_values, evidence_values, moment_values
from voc.storage.engine import sessions
from voc.storage.records import Records
from voc.storage.tables import AnalysisRow, AttributionRow, EvidenceRow, MomentRow

from .builders import NOW, V1, analysis, call, claim, hashed
from .strategies import MAYBE, NAMES, TEXTS

SHARES = st.floats(0, 1)
SIGNED = st.floats(-1, 1)
EVIDENCE = st.builds(Evidence, st.integers(-1, 90), st.integers(0, 99), st.integers(99, 200), TEXTS, MAYBE)
MOMENTS = st.builds(
    Moment,
    st.sampled_from(MomentKind),
    st.integers(0, 90),
    st.sampled_from(Phase),
    SIGNED,
    st.none() | st.sampled_from(TurnedBy),
)


@st.composite
def attributions(draw: st.DrawFn) -> Attribution:
    cause = draw(st.sampled_from(Cause))
    return Attribution(
        cause,
        draw(st.none() | NAMES.map(lambda name: f"{cause}.{name}")),
        draw(SHARES),
        draw(st.none() | SHARES),
        draw(st.sampled_from(Basis)),
        draw(st.sampled_from(Kind)),
        draw(MAYBE),
        tuple(draw(st.lists(EVIDENCE, min_size=1, max_size=3))),
        tuple(draw(st.lists(NAMES, max_size=3))),
    )


@st.composite
def analyses(draw: st.DrawFn) -> Analysis:
    claims = tuple(draw(st.lists(attributions(), max_size=3)))
    return Analysis(
        contact_id="C-1",
        dissatisfied=bool(claims) or draw(st.booleans()),
        dissatisfaction=draw(SHARES),
        causes={cause: draw(SHARES) for cause in Cause},
        primary=draw(st.none() | st.sampled_from(Cause)),
        confidence=draw(SHARES),
        abstain_reason=draw(st.none() | st.sampled_from(AbstainReason)),
        attributions=claims,
        valences=tuple(draw(st.lists(st.none() | SIGNED, max_size=5))),
        phases=tuple(draw(st.lists(st.sampled_from(Phase), max_size=5))),
        moments=tuple(draw(st.lists(MOMENTS, max_size=3))),
        peak_end=draw(st.none() | SIGNED),
        resolved=draw(st.none() | st.booleans()),
        repeat_contact=draw(st.booleans()),
        version=V1,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claimed=analyses())
def test_an_analysis_comes_back_as_it_was(engine: Engine, claimed: Analysis) -> None:
    with sessions(engine)() as session:
        (key,) = Records(session).store("crm", hashed(call("C-1")), at=NOW).contact_keys
        Analyses(session).save([(key, 1, claimed)], at=NOW)
        session.expunge_all()
        assert Analyses(session).current(key) == claimed


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (AnalysisRow, {**analysis_values(analysis("C-1")), "id": 1, "contact_id": 1, "contact_revision": 1}),
        (AttributionRow, attribution_values(1, analysis("C-1", claim()))[0]),
        (EvidenceRow, evidence_values(1, analysis("C-1", claim()))[0]),
        (MomentRow, moment_values(1, analysis("C-1"))[0]),
    ],
)
def test_no_column_is_forgotten(row: type[AnalysisRow], columns: dict[str, object]) -> None:
    assert set(row.__table__.c.keys()) - set(columns) <= {"version_id", "analysed_at"}


def test_evidence_knows_its_attribution() -> None:
    claims = claim(), replace(claim("rule.channel"), evidence=(Evidence(0, 0, 2, "您好"),))
    places = [(v["attribution_position"], v["position"]) for v in evidence_values(7, analysis("C-1", *claims))]
    assert places == [(0, 0), (0, 1), (1, 0)]
