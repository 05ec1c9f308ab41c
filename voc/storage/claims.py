"""Between rows and the frozen types of the domain: analyses with their attributions, evidence and moments.

Rows are read as plain rows of the tables, which takes half the time of mapped objects.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from voc.domain.attribution import AbstainReason, Analysis, AnalysisVersion, Attribution, Basis, Evidence, Kind
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.taxonomy import Cause


def analysis_values(analysis: Analysis) -> dict[str, object]:
    return {
        "dissatisfied": analysis.dissatisfied,
        "dissatisfaction": analysis.dissatisfaction,
        **{cause.value: analysis.causes[cause] for cause in Cause},
        "primary_cause": None if analysis.primary is None else analysis.primary.value,
        "confidence": analysis.confidence,
        "abstain_reason": None if analysis.abstain_reason is None else analysis.abstain_reason.value,
        "valences": list(analysis.valences),
        "phases": [phase.value for phase in analysis.phases],
        "peak_end": analysis.peak_end,
        "resolved": analysis.resolved,
        "repeat_contact": analysis.repeat_contact,
    }


def attribution_values(analysis_id: int, analysis: Analysis) -> list[dict[str, object]]:
    return [
        {
            "analysis_id": analysis_id,
            "position": position,
            "cause": a.cause.value,
            "factor": a.factor,
            "confidence": a.confidence,
            "factor_confidence": a.factor_confidence,
            "basis": a.basis.value,
            "kind": a.kind.value,
            "business_object": a.business_object,
            "sources": list(a.sources),
        }
        for position, a in enumerate(analysis.attributions)
    ]


def evidence_values(analysis_id: int, analysis: Analysis) -> list[dict[str, object]]:
    return [
        {
            "analysis_id": analysis_id,
            "attribution_position": attribution_position,
            "position": position,
            "utterance": e.utterance,
            "start_offset": e.start,
            "end_offset": e.end,
            "text": e.text,
            "survey_id": e.survey_id,
        }
        for attribution_position, attribution in enumerate(analysis.attributions)
        for position, e in enumerate(attribution.evidence)
    ]


def moment_values(analysis_id: int, analysis: Analysis) -> list[dict[str, object]]:
    return [
        {
            "analysis_id": analysis_id,
            "position": position,
            "kind": m.kind.value,
            "utterance": m.utterance,
            "phase": m.phase.value,
            "valence": m.valence,
            "turned_by": None if m.turned_by is None else m.turned_by.value,
        }
        for position, m in enumerate(analysis.moments)
    ]


def analysis_of(
    row: sa.Row[Any],
    *,
    contact_id: str,
    version: AnalysisVersion,
    attributions: Sequence[Attribution],
    valences: Sequence[float | None] = (),
    phases: Sequence[str] = (),
    moments: Sequence[Moment] = (),
) -> Analysis:
    """An analysis; without its course (valences, phases, moments) where only the verdict is wanted."""
    return Analysis(
        contact_id=contact_id,
        dissatisfied=row.dissatisfied,
        dissatisfaction=row.dissatisfaction,
        causes={Cause.PERSON: row.person, Cause.PRODUCT: row.product, Cause.RULE: row.rule},
        primary=None if row.primary_cause is None else Cause(row.primary_cause),
        confidence=row.confidence,
        abstain_reason=None if row.abstain_reason is None else AbstainReason(row.abstain_reason),
        attributions=tuple(attributions),
        valences=tuple(valences),
        phases=tuple(map(Phase, phases)),
        moments=tuple(moments),
        peak_end=row.peak_end,
        resolved=row.resolved,
        repeat_contact=row.repeat_contact,
        version=version,
    )


def attribution_of(row: sa.Row[Any], evidence: Sequence[Evidence]) -> Attribution:
    return Attribution(
        cause=Cause(row.cause),
        factor=row.factor,
        confidence=row.confidence,
        factor_confidence=row.factor_confidence,
        basis=Basis(row.basis),
        kind=Kind(row.kind),
        business_object=row.business_object,
        evidence=tuple(evidence),
        sources=tuple(row.sources),
    )


def evidence_of(row: sa.Row[Any]) -> Evidence:
    return Evidence(row.utterance, row.start_offset, row.end_offset, row.text, row.survey_id)


def moment_of(row: sa.Row[Any]) -> Moment:
    turned_by = None if row.turned_by is None else TurnedBy(row.turned_by)
    return Moment(MomentKind(row.kind), row.utterance, Phase(row.phase), row.valence, turned_by)
