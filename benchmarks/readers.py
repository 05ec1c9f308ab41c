"""How far two readers agree, and the program with each: business object, pain or itch, basis, and the course of calls.

    python benchmarks/readers.py

On records that two people read without seeing each other's labels: calls (`data/labels/call_readings.jsonl`) and
comments (`claim_readings.jsonl`: objects and kinds of given factors). What the program says comes from models that had
not seen the record (five folds, near-equal texts together). The second reader is measured as if he were the program, by
the same measures. Values with n and 95 % intervals.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import jieba
from labelled_texts import DATA, ROOT, held_out, read_all

from voc.domain.attribution import COMMENT, Analysis, Attribution, Evidence
from voc.domain.evaluation import Figure
from voc.domain.measures import Measure
from voc.domain.moments import Moment, MomentKind, Phase
from voc.domain.taxonomy import Cause, cause_of
from voc.nlp.evaluation import Judged
from voc.nlp.evaluation.claims import claim_statistics
from voc.nlp.evaluation.course import course_statistics
from voc.nlp.evaluation.statistic import figures_of
from voc.nlp.gold import Claim, Gold
from voc.nlp.language import Language, shipped_language
from voc.nlp.training import judge_unseen
from voc.nlp.training.combining import combine
from voc.nlp.training.unseen import NO_VERSION

FEELING = {"negative": -0.5, "neutral": 0.0, "positive": 0.5}
OF_CLAIMS = (
    *(Measure.BUSINESS_OBJECT_EXACT, Measure.BUSINESS_OBJECT_NEAR, Measure.KIND_ACCURACY),
    *(Measure.ITCH_F1, Measure.BASIS_ACCURACY, Measure.INFERRED_F1),
)
OF_CALLS = (
    *(Measure.LOW_MOMENT_HIT, Measure.NO_LOW_MOMENT, Measure.HIGH_MOMENT_HIT, Measure.END_ACCURACY),
    *(Measure.PHASE_ACCURACY, Measure.TURNED_BY_ACCURACY, Measure.RESOLVED_ACCURACY),
    *(Measure.REPEAT_CONTACT_ACCURACY, Measure.REPEAT_CONTACT_F1),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not (options.data / "app_reviews").is_dir():
        sys.exit(f"没有 {options.data / 'app_reviews'}：这项测量需要带标注的评论，跳过")
    jieba.setLogLevel("ERROR")
    language = shipped_language()
    training = read_all(options.data, language).used()
    held = held_out(training, language)
    unseen = judge_unseen(training, held, language)
    final = combine(list(zip(training, held.heard, strict=True)), held, language)
    first = {training[n].observed.contact.id: unseen.judged(n, final) for n in unseen.judgings}
    for name, file, shown in (
        ("通话", "call_readings.jsonl", (*OF_CLAIMS, *OF_CALLS)),
        ("评论", "claim_readings.jsonl", OF_CLAIMS[:4]),
    ):
        readings = _readings(ROOT / "data" / "labels" / file)
        compare(name, [(first[i], readings[i]) for i in sorted(readings) if i in first], shown, language)


def _readings(path: Path) -> dict[str, Mapping[str, object]]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    return {line["id"]: {k: v for k, v in line.items() if k != "id"} for line in lines}


def compare(
    name: str, pairs: Sequence[tuple[Judged, Mapping[str, object]]], shown: Sequence[Measure], language: Language
) -> None:
    seconds = [_second(judged.gold, reading) for judged, reading in pairs]
    program = [judged for judged, _ in pairs]
    rows = {
        "两位读者之间": [
            replace(j, analysis=_as_analysis(j.contact.id, g, _moments(g)))
            for j, g in zip(program, seconds, strict=True)
        ],
        "程序与第一位": program,
        "程序与第二位": [replace(j, gold=g) for j, g in zip(program, seconds, strict=True)],
    }
    print(f"\n{name}（{len(pairs)} 条）")
    found = {row: _figures(judged, language) for row, judged in rows.items()}
    for measure in shown:
        print(f"  {measure.label}")
        for row, figures in found.items():
            figure = figures[measure]
            interval = "" if figure.interval is None else f" [{figure.interval[0]:.3f}, {figure.interval[1]:.3f}]"
            print(f"    {row}  " + ("–" if figure.value is None else f"{figure.value:.3f}{interval}（n = {figure.n}）"))


def _figures(judged: Sequence[Judged], language: Language) -> Mapping[Measure, Figure]:
    statistics = dict(claim_statistics(judged, language.objects.table)) | dict(course_statistics(judged))
    return figures_of(statistics, len(judged))


def _second(first: Gold, reading: Mapping[str, object]) -> Gold:
    """The second reader's labels; where he was given verdict and factors, the first reader's with his claims."""
    if "dissatisfied" in reading:
        return Gold.parse(reading)
    claims = Gold.parse({"dissatisfied": True, "causes": [], **reading}).claims
    return replace(first, claims=claims, basis={})


def _as_analysis(contact: str, gold: Gold, moments: tuple[Moment, ...]) -> Analysis:
    """What a reader found in the form of the program's answer."""
    causes = {c: float(c in gold.causes) for c in Cause}
    return Analysis(
        contact_id=contact,
        dissatisfied=gold.dissatisfied,
        dissatisfaction=float(gold.dissatisfied),
        causes=causes,
        primary=gold.primary,
        confidence=1.0,
        abstain_reason=None,
        attributions=tuple(_attribution(c, gold) for c in gold.claims) if gold.dissatisfied else (),
        valences=gold.valences or (),
        phases=gold.phases or (),
        moments=moments,
        peak_end=None,
        resolved=gold.resolved,
        repeat_contact=bool(gold.repeat_contact),
        version=NO_VERSION,
    )


def _attribution(claim: Claim, gold: Gold) -> Attribution:
    cause = cause_of(claim.factor)
    basis = gold.basis.get(cause, claim.basis)
    evidence = (Evidence(COMMENT, 0, 1, "…"),)
    return Attribution(cause, claim.factor, 1.0, 1.0, basis, claim.kind, claim.business_object, evidence, ("reader",))


def _moments(gold: Gold) -> tuple[Moment, ...]:
    """A reader's own worst and best utterance (of several, the strongest by his valences), and the end."""
    moments = []
    felt = gold.valences or ()
    if gold.low_turns:
        low = min(gold.low_turns, key=lambda i: (felt[i] or 0.0, -i))
        moments.append(Moment(MomentKind.PEAK, low, Phase.ANSWERING, felt[low] or -0.5, gold.turned_by))
    if gold.high_turns:
        high = max(gold.high_turns, key=lambda i: (felt[i] or 0.0, i))
        moments.append(Moment(MomentKind.HIGH, high, Phase.ANSWERING, felt[high] or 0.5))
    if gold.end is not None:
        moments.append(Moment(MomentKind.END, len(felt) - 1, Phase.CLOSING, FEELING[gold.end]))
    return tuple(moments)


if __name__ == "__main__":
    main()
