"""Everything measured on one set of labelled contacts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from voc.domain.business_object import BusinessObjectTable
from voc.domain.evaluation import ClassScore, Evaluation
from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation.calibration import calibration_statistics, reliability, stated_causes
from voc.nlp.evaluation.causes import answers_confusion, cause_pairs, class_score, verdict_statistics
from voc.nlp.evaluation.claims import claim_statistics
from voc.nlp.evaluation.course import course_statistics, end_confusion, is_call, phase_confusion, turned_confusion
from voc.nlp.evaluation.evidence import evidence_faults, evidence_statistics
from voc.nlp.evaluation.factors import factor_pairs, factor_statistics, supports
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.measurable import alike, measurable
from voc.nlp.evaluation.risk import abstained, coverage_risk, risk_statistics
from voc.nlp.evaluation.statistic import Statistic, f1_of, figures_of, untold
from voc.nlp.gold import masked_code

# What the reference definition measures of every record, and of calls only.
_REFERENCE = (
    *(Measure.DISSATISFIED_F1, Measure.PERSON, Measure.PRODUCT, Measure.RULE, Measure.MACRO_F1),
    *(Measure.PRIMARY_ACCURACY, Measure.FACTOR_F1, Measure.ECE, Measure.ERROR, Measure.ERROR_AT_90_COVERAGE),
    *(Measure.ABSTAINED_SHARE, Measure.ERROR_KEPT, Measure.EVIDENCE_F1, Measure.EVIDENCE_F1_WHOLE_UTTERANCE),
)
_REFERENCE_CALLS = (
    *(Measure.LOW_MOMENT_HIT, Measure.PHASE_ACCURACY, Measure.END_ACCURACY),
    *(Measure.RESOLVED_ACCURACY, Measure.FALSE_ALARM_ON_CONTENT_CALLS),
)


def measure(judged: Sequence[Judged]) -> dict[str, float | int | None]:
    """Every measure of the reference definition by name; those of calls only where phases are labelled."""
    statistics = reference_statistics(judged)
    found: dict[str, float | int | None] = {"n": len(judged)}
    found |= {str(m): statistics[m].value(len(judged)) for m in _REFERENCE}
    found["evidence_faults"] = evidence_faults(judged)
    calls = [j for j in judged if is_call(j)]
    if calls:
        course = course_statistics(calls)
        found |= {str(m): course[m].value(len(calls)) for m in _REFERENCE_CALLS}
        found["resolved_given"] = course[Measure.RESOLVED_ACCURACY].n
    return found


def reference_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """The measures that every record has part in, whatever it is."""
    return (
        dict(verdict_statistics(judged))
        | dict(factor_statistics(judged))
        | dict(calibration_statistics(judged))
        | dict(risk_statistics(judged))
        | dict(evidence_statistics(judged))
    )


def statistics_of(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """Those, and the measures of the course of a call."""
    return dict(reference_statistics(judged)) | dict(course_statistics(judged))


def evaluation_of(
    judged: Sequence[Judged], objects: BusinessObjectTable, *, seen_in_training: int | None = None
) -> Evaluation:
    """All figures with what they rest on and their intervals, tables and curves; at least one record.

    A figure that the labels do not allow has no value: neither a free 1.0 nor a 0 for what nobody labelled.
    `seen_in_training`: how many of them the model was trained on, where that is known.
    """
    statistics = dict(statistics_of(judged)) | dict(claim_statistics(judged, objects))
    told = measurable([j.gold for j in judged], statistics)
    figures = {m: figure if m in told else untold(figure) for m, figure in figures_of(statistics, len(judged)).items()}
    return Evaluation(
        records=len(judged),
        calls=sum(is_call(j) for j in judged),
        figures={m: figures[m] for m in Measure},
        causes=tuple(
            class_score(
                str(c), (pairs := cause_pairs(judged, c)), figures[Measure(str(c))], support=sum(g for g, _ in pairs)
            )
            for c in Cause
        ),
        factors=_factors(judged),
        labelled_factors=Counter(masked_code(code) for j in judged for code in j.gold.named_factors),
        confusion=answers_confusion(judged),
        reliability=reliability([pair for c in Cause for pair in stated_causes(judged, c)]),
        cause_reliability={c: reliability(stated_causes(judged, c)) for c in Cause},
        curve=coverage_risk(judged),
        abstained=abstained(judged),
        evidence_faults=evidence_faults(judged),
        phases=phase_confusion(judged),
        ends=end_confusion(judged),
        turned_by=turned_confusion(judged),
        seen_in_training=seen_in_training,
        unread_keys=Counter(key for j in judged for key in j.gold.unread_keys),
    )


def _factors(judged: Sequence[Judged]) -> tuple[ClassScore, ...]:
    """The most frequent first."""
    support = supports(judged)
    pairs = {code: factor_pairs(judged, code) for code in support}
    figures = {
        code: untold(figure) if alike(code in j.gold.factors for j in judged if j.gold.factors_labelled) else figure
        for code, figure in figures_of({code: f1_of(pairs[code]) for code in support}, len(judged)).items()
    }
    rows = [class_score(code, pairs[code], figures[code], support=support[code]) for code in support]
    return tuple(sorted(rows, key=lambda row: (-row.support, row.code)))
