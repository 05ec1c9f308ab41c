"""How far analyses agree with labelled records: F1, calibration, coverage and risk, evidence overlap, moments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from voc.domain.attribution import Analysis
from voc.domain.contact import Contact
from voc.domain.moments import NEUTRAL_BAND, MomentKind
from voc.domain.taxonomy import Cause
from voc.nlp.gold import Gold

COVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled contact as given, and what the program says of it (masking keeps every offset)."""

    contact: Contact
    gold: Gold
    analysis: Analysis

    @property
    def right(self) -> bool:
        """Whether dissatisfaction and the set of causes are both right."""
        found = set(self.analysis.found_causes)
        return self.analysis.dissatisfied == self.gold.dissatisfied and found == self.gold.causes


def measure(judged: Sequence[Judged]) -> dict[str, float | int | None]:
    """Every measure by name; those of calls only where phases are labelled."""
    found: dict[str, float | int | None] = {"n": len(judged)}
    found["dissatisfied_f1"] = f1([(j.gold.dissatisfied, j.analysis.dissatisfied) for j in judged])
    for cause in Cause:
        found[str(cause)] = f1([(cause in j.gold.causes, cause in j.analysis.found_causes) for j in judged])
    found["macro_f1"] = sum(f1([(c in j.gold.causes, c in j.analysis.found_causes) for j in judged]) for c in Cause) / 3
    found["primary_accuracy"] = share(
        j.analysis.primary == j.gold.primary for j in judged if j.gold.dissatisfied and j.gold.primary
    )
    found["factor_f1"] = factor_f1(judged)
    found["ece"] = expected_calibration_error(
        [(j.analysis.causes[cause], cause in j.gold.causes) for j in judged for cause in Cause]
    )
    found |= _risk(judged)
    found["evidence_f1"], found["evidence_f1_whole_utterance"] = evidence_f1(judged)
    calls = [j for j in judged if j.gold.phases is not None]
    if calls:
        found.update(_calls(calls))
    return found


def f1(pairs: Iterable[tuple[bool, bool]]) -> float:
    """F1 of (labelled, found); 1.0 where there is nothing to find and nothing was found.

    >>> f1([(True, True), (True, False), (False, False)])
    0.6666666666666666
    """
    both = total = 0
    for gold, found in pairs:
        both += gold and found
        total += gold + found
    return 2 * both / total if total else 1.0


def share(hits: Iterable[bool]) -> float:
    """Share of true ones; 0.0 of none."""
    seen = list(hits)
    return sum(seen) / len(seen) if seen else 0.0


def factor_f1(judged: Sequence[Judged]) -> float:
    """Micro-F1 over factors; one that a reader also accepts counts as right."""
    hit = total = 0
    for j in judged:
        found = {a.factor for a in j.analysis.attributions if a.factor}
        hit += len(found & j.gold.factors_either)
        total += len(found) + len(j.gold.factors)
    return 2 * hit / total if total else 0.0


def expected_calibration_error(pairs: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """ECE (Naeini et al. 2015): mean gap of stated and observed probability over equal bins, weighted by their size.

    >>> expected_calibration_error([(0.9, True), (0.9, False)])
    0.4
    """
    error = 0.0
    for b in range(bins):
        inside = [(p, y) for p, y in pairs if b / bins <= p < (b + 1) / bins or (b == bins - 1 and p >= 1)]
        if inside:
            error += abs(sum(p for p, _ in inside) - sum(y for _, y in inside)) / len(pairs)
    return error


def _risk(judged: Sequence[Judged]) -> dict[str, float]:
    """Error of all, of the nine tenths with the highest confidence, and of those not left to a person."""
    surest = sorted(judged, key=lambda j: -j.analysis.confidence)[: round(COVERAGE * len(judged))]
    kept = [j for j in judged if not j.analysis.abstained]
    return {
        "error": 1 - share(j.right for j in judged),
        "error_at_90_coverage": 1 - share(j.right for j in surest),
        "abstained_share": share(j.analysis.abstained for j in judged),
        "error_kept": 1 - share(j.right for j in kept),
    }


def evidence_f1(judged: Sequence[Judged]) -> tuple[float, float]:
    """Overlap in characters with the marked words, over causes that both claim; then with whole utterances instead."""
    hit = found = wanted = whole_hit = whole = 0
    for j in judged:
        for cause, spans in j.gold.evidence.items():
            gold = _marked(j.contact, spans)
            ours = {
                (None if e.in_comment else e.utterance, i)
                for a in j.analysis.attributions
                if a.cause is cause
                for e in a.evidence
                for i in range(e.start, e.end)
            }
            if not ours:
                continue
            full = {(u, i) for u in {u for u, _ in ours} for i in range(len(_text(j.contact, u)))}
            hit, found, wanted = hit + len(ours & gold), found + len(ours), wanted + len(gold)
            whole_hit, whole = whole_hit + len(full & gold), whole + len(full)
    return _dice(hit, found + wanted), _dice(whole_hit, whole + wanted)


def _dice(hit: int, total: int) -> float:
    return 2 * hit / total if total else 0.0


def _marked(contact: Contact, spans: Iterable[tuple[int | None, str]]) -> set[tuple[int | None, int]]:
    marked: set[tuple[int | None, int]] = set()
    for utterance, words in spans:
        at = _text(contact, utterance).find(words)
        if at >= 0:
            marked |= {(utterance, i) for i in range(at, at + len(words))}
    return marked


def _text(contact: Contact, utterance: int | None) -> str:
    if contact.conversation is None:
        return contact.surveys[0].comment
    if utterance is None:
        own = contact.conversation.survey
        return "" if own is None else own.comment
    return contact.conversation.utterances[utterance].text


def _calls(calls: Sequence[Judged]) -> dict[str, float | int]:
    low = [j for j in calls if j.gold.low_turns]
    phases = [
        pair for j in calls for pair in zip_longest(j.gold.phases or (), j.analysis.phases[: len(j.gold.phases or ())])
    ]
    known = [j for j in calls if j.gold.resolved is not None and j.analysis.resolved is not None]
    return {
        "low_moment_hit": share(_hits_low(j) for j in low),
        "phase_accuracy": share(gold is found for gold, found in phases),
        "end_accuracy": share(_end(j) is not None and _end(j) == j.gold.end for j in calls),
        "resolved_accuracy": share(j.analysis.resolved == j.gold.resolved for j in known),
        "resolved_given": len(known),
        "false_alarm_on_content_calls": share(j.analysis.dissatisfied for j in calls if not j.gold.dissatisfied),
    }


def _hits_low(j: Judged) -> bool:
    peaks = [m.utterance for m in j.analysis.moments if m.kind is MomentKind.PEAK][:1]
    return any(abs(peak - turn) <= 1 for peak in peaks for turn in j.gold.low_turns or ())


def _end(j: Judged) -> str | None:
    ends = [m.valence for m in j.analysis.moments if m.kind is MomentKind.END]
    if not ends:
        return None
    return "negative" if ends[0] < -NEUTRAL_BAND else "positive" if ends[0] > NEUTRAL_BAND else "neutral"
