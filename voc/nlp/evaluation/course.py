"""The course of a call: moments, phases, what feeling was turned by, and how it ended."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from voc.domain.evaluation import Confusion
from voc.domain.measures import Measure
from voc.domain.moments import NEUTRAL_BAND, Moment, MomentKind, Phase, TurnedBy
from voc.nlp.evaluation.causes import confusion
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Statistic, f1_of, share_in, share_of

SIGNS = ("negative", "neutral", "positive")
NONE = "none"
# How far from a labelled utterance a moment may stand.
NEAR = 1


def course_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """Measures of calls; each counts only calls for which it was labelled."""
    return {
        Measure.LOW_MOMENT_HIT: share_of(_hits(j, MomentKind.PEAK, j.gold.low_turns) for j in judged),
        Measure.NO_LOW_MOMENT: share_of(
            _moment(j, MomentKind.PEAK) is None if j.gold.low_turns == () else None for j in judged
        ),
        Measure.HIGH_MOMENT_HIT: share_of(_hits(j, MomentKind.HIGH, j.gold.high_turns) for j in judged),
        Measure.END_ACCURACY: share_of(None if j.gold.end is None else _end(j) == j.gold.end for j in judged),
        Measure.PHASE_ACCURACY: share_in(_agreeing(_phase_pairs(j)) for j in judged),
        Measure.TURNED_BY_ACCURACY: share_of(
            _turned(j) is j.gold.turned_by if j.gold.turned_labelled else None for j in judged
        ),
        Measure.RESOLVED_ACCURACY: share_of(_resolved(j) for j in judged),
        Measure.RESOLVED_ANSWERED: share_of(
            None if j.gold.resolved is None else j.analysis.resolved is not None for j in judged
        ),
        Measure.REPEAT_CONTACT_ACCURACY: share_of(
            None if j.gold.repeat_contact is None else j.gold.repeat_contact == j.analysis.repeat_contact
            for j in judged
        ),
        Measure.REPEAT_CONTACT_F1: f1_of(
            None if j.gold.repeat_contact is None else (j.gold.repeat_contact, j.analysis.repeat_contact)
            for j in judged
        ),
        Measure.FALSE_ALARM_ON_CONTENT_CALLS: share_of(
            None if _is_no_call(j) or j.gold.dissatisfied else j.analysis.dissatisfied for j in judged
        ),
    }


def phase_confusion(judged: Sequence[Judged]) -> Confusion | None:
    pairs = [(str(gold), str(found or NONE)) for j in judged for gold, found in _phase_pairs(j)]
    return _confusion(pairs, (*Phase, NONE))


def end_confusion(judged: Sequence[Judged]) -> Confusion | None:
    pairs = [(j.gold.end, _end(j) or NONE) for j in judged if j.gold.end is not None]
    return _confusion(pairs, (*SIGNS, NONE))


def turned_confusion(judged: Sequence[Judged]) -> Confusion | None:
    pairs = [(str(j.gold.turned_by or NONE), str(_turned(j) or NONE)) for j in judged if j.gold.turned_labelled]
    return _confusion(pairs, (*TurnedBy, NONE))


def _confusion(pairs: Sequence[tuple[str, str]], labels: Iterable[str]) -> Confusion | None:
    return confusion(pairs, map(str, labels)) if pairs else None


def is_call(j: Judged) -> bool:
    """Whether the record was labelled as a call."""
    return j.gold.phases is not None


def _is_no_call(j: Judged) -> bool:
    return not is_call(j)


def _moment(j: Judged, kind: MomentKind) -> Moment | None:
    return next((m for m in j.analysis.moments if m.kind is kind), None)


def _hits(j: Judged, kind: MomentKind, turns: tuple[int, ...] | None) -> bool | None:
    """Whether a moment stands within an utterance of a labelled one; None where there is none to be found."""
    if not turns:
        return None
    moment = _moment(j, kind)
    return moment is not None and any(abs(moment.utterance - turn) <= NEAR for turn in turns)


def _phase_pairs(j: Judged) -> list[tuple[Phase, Phase | None]]:
    """Labelled phases, each beside the one found or None; what was found beyond them is left out."""
    wanted = j.gold.phases or ()
    return [(g, f) for g, f in zip_longest(wanted, j.analysis.phases[: len(wanted)]) if g is not None]


def _agreeing(pairs: Sequence[tuple[object, object]]) -> tuple[int, int]:
    return sum(gold is found for gold, found in pairs), len(pairs)


def _end(j: Judged) -> str | None:
    moment = _moment(j, MomentKind.END)
    if moment is None:
        return None
    return "negative" if moment.valence < -NEUTRAL_BAND else "positive" if moment.valence > NEUTRAL_BAND else "neutral"


def _turned(j: Judged) -> TurnedBy | None:
    moment = _moment(j, MomentKind.PEAK)
    return None if moment is None else moment.turned_by


def _resolved(j: Judged) -> bool | None:
    if j.gold.resolved is None or j.analysis.resolved is None:
        return None
    return j.gold.resolved == j.analysis.resolved
