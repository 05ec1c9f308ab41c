"""An analysis as one JSON object, the form that `voc analyze` writes."""

import json
import re
from collections.abc import Mapping

from voc.domain.attribution import Analysis, AnalysisVersion, Attribution, Evidence
from voc.domain.contact import Contact, ContactKind
from voc.domain.moments import Moment
from voc.domain.numbers import rounded
from voc.domain.taxonomy import Cause

# Line ends that JSON leaves as they are, and surrogates that no encoding takes.
_NEEDS_ESCAPE = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def analysis_record(analysis: Analysis, kind: ContactKind, *, unmasked: Contact | None = None) -> dict[str, object]:
    """One record of `voc analyze`, keys in the order of the format, numbers rounded to four decimals.

    With `unmasked`, the contact as it was given, the evidence is quoted from it, and not masked. ValueError if the
    contact has not the text that an evidence points at.
    """
    return {
        "id": analysis.contact_id,
        "kind": kind.value,
        "dissatisfied": analysis.dissatisfied,
        "dissatisfaction": rounded(analysis.dissatisfaction),
        "causes": {cause.value: rounded(analysis.causes[cause]) for cause in Cause},
        "primary": None if analysis.primary is None else analysis.primary.value,
        "confidence": rounded(analysis.confidence),
        "abstained": analysis.abstained,
        "abstain_reason": None if analysis.abstain_reason is None else analysis.abstain_reason.value,
        "attributions": [_attribution(a, unmasked) for a in sorted(analysis.attributions, key=_order)],
        "valences": [_rounded(valence) for valence in analysis.valences],
        "phases": [phase.value for phase in analysis.phases],
        "moments": [_moment(moment) for moment in analysis.moments],
        "peak_end": _rounded(analysis.peak_end),
        "resolved": analysis.resolved,
        "repeat_contact": analysis.repeat_contact,
        "version": _version(analysis.version),
    }


def reported_under_record(survey_id: str, conversation_id: str, version: AnalysisVersion) -> dict[str, object]:
    """The line of a survey response that was read together with its conversation and is reported there."""
    return {
        "id": survey_id,
        "kind": ContactKind.SURVEY_RESPONSE.value,
        "reported_under": conversation_id,
        "dissatisfied": None,
        "attributions": [],
        "version": _version(version),
    }


def to_line(record: Mapping[str, object]) -> str:
    r"""One JSON line without its line end, which any UTF-8 writer can take and any line reader keeps whole.

    >>> to_line({"id": "C-1", "text": "网点\u2028"})
    '{"id": "C-1", "text": "网点\\u2028"}'
    """
    return _NEEDS_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(record, ensure_ascii=False))


def _order(attribution: Attribution) -> tuple[float, str, str, str]:
    _, name = attribution.order
    return -rounded(attribution.confidence), name, attribution.business_object or "", attribution.kind.value


def _attribution(attribution: Attribution, unmasked: Contact | None) -> dict[str, object]:
    return {
        "cause": attribution.cause.value,
        "factor": attribution.factor,
        "confidence": rounded(attribution.confidence),
        "factor_confidence": _rounded(attribution.factor_confidence),
        "basis": attribution.basis.value,
        "kind": attribution.kind.value,
        "business_object": attribution.business_object,
        "evidence": [_evidence(evidence, unmasked) for evidence in attribution.evidence],
        "sources": list(attribution.sources),
    }


def _evidence(evidence: Evidence, unmasked: Contact | None) -> dict[str, object]:
    text = evidence.text if unmasked is None else _text_of(evidence, unmasked)[evidence.start : evidence.end]
    record: dict[str, object] = {
        "utterance": None if evidence.in_comment else evidence.utterance,
        "start": evidence.start,
        "end": evidence.end,
        "text": text,
    }
    return record if evidence.survey_id is None else record | {"survey": evidence.survey_id}


def _text_of(evidence: Evidence, contact: Contact) -> str:
    """The utterance or survey comment that an evidence is cut from."""
    conversation = contact.conversation
    if not evidence.in_comment:
        if conversation is None or evidence.utterance >= len(conversation.utterances):
            raise ValueError("the evidence points at an utterance that the contact has not")
        return conversation.utterances[evidence.utterance].text
    own = contact.surveys[0] if conversation is None else conversation.survey
    if evidence.survey_id is not None:
        own = next((survey for survey in contact.surveys if survey.id == evidence.survey_id), None)
    if own is None:
        raise ValueError("the evidence points at a survey response that the contact has not")
    return own.comment


def _moment(moment: Moment) -> dict[str, object]:
    return {
        "kind": moment.kind.value,
        "utterance": moment.utterance,
        "phase": moment.phase.value,
        "valence": rounded(moment.valence),
        "turned_by": None if moment.turned_by is None else moment.turned_by.value,
    }


def _version(version: AnalysisVersion) -> dict[str, str]:
    return {
        "code": version.code,
        "model": version.model,
        "rules": version.rules,
        "dictionary": version.dictionary,
        "taxonomy": version.taxonomy,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else rounded(value)
