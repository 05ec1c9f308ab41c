"""Between JSON columns and the frozen types of the review workflow. Keys and words here are a stored format."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.domain.attribution import Evidence, Kind
from voc.domain.moments import Moment, MomentKind, Phase, TurnedBy
from voc.domain.review import Citation, Finding
from voc.domain.reviewing.changes import (
    Answer,
    Cite,
    DropFinding,
    DropMoment,
    FindingKey,
    PutFinding,
    PutMoment,
    TellComment,
    TellDissatisfied,
    TellPrimary,
    TellResolved,
)
from voc.domain.reviewing.history import GoStale, Reopen, Step, Submit, Undo
from voc.domain.taxonomy import Cause

Json = dict[str, Any]


def answer_values(answer: Answer) -> Json:
    """The columns of an answer."""
    return {
        "dissatisfied": answer.dissatisfied,
        "primary_cause": None if answer.primary is None else answer.primary.value,
        "resolved": answer.resolved,
        "comment": answer.comment,
        "findings": [finding_json(finding) for finding in answer.findings],
        "moments": [moment_json(moment) for moment in answer.moments],
        "citations": [citation_json(citation) for citation in answer.citations],
    }


def answer_of(row: Any) -> Answer:
    """The answer in a row that has those columns."""
    return Answer(
        dissatisfied=row.dissatisfied,
        findings=tuple(map(finding_of, row.findings)),
        primary=None if row.primary_cause is None else Cause(row.primary_cause),
        moments=tuple(map(moment_of, row.moments)),
        resolved=row.resolved,
        citations=tuple(map(citation_of, row.citations)),
        comment=row.comment,
    )


def finding_json(finding: Finding) -> Json:
    return {
        "cause": finding.cause.value,
        "factor": finding.factor,
        "kind": finding.kind.value,
        "business_object": finding.business_object,
        "evidence": [
            {"utterance": e.utterance, "start": e.start, "end": e.end, "text": e.text, "survey": e.survey_id}
            for e in finding.evidence
        ],
    }


def finding_of(table: Mapping[str, Any]) -> Finding:
    spans: Sequence[Mapping[str, Any]] = table["evidence"]
    return Finding(
        Cause(table["cause"]),
        table["factor"],
        Kind(table["kind"]),
        table["business_object"],
        tuple(Evidence(s["utterance"], s["start"], s["end"], s["text"], s["survey"]) for s in spans),
    )


def moment_json(moment: Moment) -> Json:
    return {
        "kind": moment.kind.value,
        "utterance": moment.utterance,
        "phase": moment.phase.value,
        "valence": moment.valence,
        "turned_by": None if moment.turned_by is None else moment.turned_by.value,
    }


def moment_of(table: Mapping[str, Any]) -> Moment:
    turned_by = None if table["turned_by"] is None else TurnedBy(table["turned_by"])
    return Moment(MomentKind(table["kind"]), table["utterance"], Phase(table["phase"]), table["valence"], turned_by)


def citation_json(citation: Citation) -> Json:
    return {"cause": citation.cause.value, "factor": citation.factor, "right": citation.right}


def citation_of(table: Mapping[str, Any]) -> Citation:
    return Citation(Cause(table["cause"]), table["factor"], table["right"])


def step_json(step: Step) -> Json:
    """A step with its name under `step`."""
    match step:
        case TellDissatisfied(dissatisfied):
            return {"step": "tell_dissatisfied", "dissatisfied": dissatisfied}
        case PutFinding(finding):
            return {"step": "put_finding", "finding": finding_json(finding)}
        case DropFinding(key):
            named = {"cause": key.cause.value, "factor": key.factor, "business_object": key.business_object}
            return {"step": "drop_finding"} | named
        case TellPrimary(cause):
            return {"step": "tell_primary", "cause": cause.value}
        case PutMoment(moment):
            return {"step": "put_moment", "moment": moment_json(moment)}
        case DropMoment(kind):
            return {"step": "drop_moment", "kind": kind.value}
        case TellResolved(resolved):
            return {"step": "tell_resolved", "resolved": resolved}
        case Cite(citation, found):
            claim = None if found is None else finding_json(found)
            return {"step": "cite", "citation": citation_json(citation), "finding": claim}
        case TellComment(comment):
            return {"step": "tell_comment", "comment": comment}
        case Undo():
            return {"step": "undo"}
        case Submit():
            return {"step": "submit"}
        case Reopen(revision):
            return {"step": "reopen", "revision": revision}
        case _:
            return {"step": "go_stale"}


def step_of(table: Mapping[str, Any]) -> Step:
    """The step that `step_json` wrote."""
    match table:
        case {"step": "tell_dissatisfied", "dissatisfied": dissatisfied}:
            return TellDissatisfied(dissatisfied)
        case {"step": "put_finding", "finding": finding}:
            return PutFinding(finding_of(finding))
        case {"step": "drop_finding", "cause": cause, "factor": factor, "business_object": about}:
            return DropFinding(FindingKey(Cause(cause), factor, about))
        case {"step": "tell_primary", "cause": cause}:
            return TellPrimary(Cause(cause))
        case {"step": "put_moment", "moment": moment}:
            return PutMoment(moment_of(moment))
        case {"step": "drop_moment", "kind": kind}:
            return DropMoment(MomentKind(kind))
        case {"step": "tell_resolved", "resolved": resolved}:
            return TellResolved(resolved)
        case {"step": "cite", "citation": citation, "finding": claim}:
            return Cite(citation_of(citation), None if claim is None else finding_of(claim))
        case {"step": "tell_comment", "comment": comment}:
            return TellComment(comment)
        case {"step": "undo"}:
            return Undo()
        case {"step": "submit"}:
            return Submit()
        case {"step": "reopen", "revision": revision}:
            return Reopen(revision)
        case {"step": "go_stale"}:
            return GoStale()
    raise ValueError(f"no step of a review: {table.get('step')}")
