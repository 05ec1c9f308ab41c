"""Whether the words shown are the words that a reader marked."""

from collections.abc import Iterable, Mapping, Sequence

from voc.domain.attribution import Evidence
from voc.domain.measures import Measure
from voc.domain.taxonomy import Cause
from voc.nlp.evaluation.judged import Judged
from voc.nlp.evaluation.statistic import Statistic, overlap

MASKS = "*＊×█●"

# An utterance, or None and the survey of a comment (None for the contact's own).
Text = tuple[int | None, str | None]
Place = tuple[Text, int]


def evidence_statistics(judged: Sequence[Judged]) -> Mapping[Measure, Statistic]:
    """Overlap in characters with the marked words, over causes that both claim; then with whole utterances instead."""
    ours, whole, compared = [], [], 0
    for j in judged:
        pairs = [(_marked(j, spans), _found(j, cause)) for cause, spans in j.gold.evidence.items()]
        pairs = [(gold, found) for gold, found in pairs if found]
        full = [(gold, _utterances(j, found)) for gold, found in pairs]
        ours.append(_overlap(pairs))
        whole.append(_overlap(full))
        compared += len(pairs)
    return {
        Measure.EVIDENCE_F1: overlap(ours, n=compared, empty=0.0),
        Measure.EVIDENCE_F1_WHOLE_UTTERANCE: overlap(whole, n=compared, empty=0.0),
    }


def _overlap(pairs: Iterable[tuple[set[Place], set[Place]]]) -> tuple[int, int]:
    both = total = 0
    for gold, found in pairs:
        both += len(gold & found)
        total += len(gold) + len(found)
    return both, total


def _marked(j: Judged, spans: Iterable[tuple[int | None, str]]) -> set[Place]:
    marked: set[Place] = set()
    for utterance, words in spans:
        texts: list[Text] = [(None, survey) for survey in j.comments] if utterance is None else [(utterance, None)]
        text = next((text for text in texts if words in j.text(*text)), None)
        if text is not None:
            at = j.text(*text).find(words)
            marked |= {(text, i) for i in range(at, at + len(words))}
    return marked


def _found(j: Judged, cause: Cause) -> set[Place]:
    spans = [e for a in j.analysis.attributions if a.cause is cause for e in a.evidence]
    return {(_text(e), i) for e in spans for i in range(e.start, e.end)}


def _utterances(j: Judged, places: Iterable[Place]) -> set[Place]:
    return {(text, i) for text in {text for text, _ in places} for i in range(len(j.text(*text)))}


def _text(evidence: Evidence) -> Text:
    return (None if evidence.in_comment else evidence.utterance), evidence.survey_id


def evidence_faults(judged: Sequence[Judged]) -> int:
    """Spans whose text is not that of the source, masks aside. None is the only good number."""
    return sum(not _stands(j, e) for j in judged for a in j.analysis.attributions for e in a.evidence)


def _stands(j: Judged, evidence: Evidence) -> bool:
    source = j.text(*_text(evidence))[evidence.start : evidence.end]
    same = len(source) == len(evidence.text)
    return bool(source) and same and all(x == y or y in MASKS for x, y in zip(source, evidence.text, strict=True))
