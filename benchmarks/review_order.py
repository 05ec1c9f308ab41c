"""What an hour of review finds in the order of a sampling plan, beside random order, on labelled records.

Wrong attributions (whether dissatisfied, or the set of causes) and contacts with a person-caused dissatisfaction, per
hour, with the model in use. A review takes 1.5 minutes and the reading of 300 characters another one. Random order is
the mean of 200 shuffles. The interval of the ratio holds 95 % of those on resampled records (bootstrap). The weights
that are not named were chosen by looking at dev.jsonl. Prints a table for each file.

    python benchmarks/review_order.py ../shared/data/app_reviews/dev.jsonl ../shared/data/calls_dev.jsonl
"""

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from zoneinfo import ZoneInfo

from voc.domain.agreement.resampling import bootstrap_interval
from voc.domain.reviewing.sampling import Candidate, Weights, severity, worths
from voc.domain.taxonomy import Cause
from voc.engines.local import OneByOne
from voc.nlp.analyzer import load_analyzer
from voc.nlp.evaluation import Judged
from voc.services.evaluating import judge_files
from voc.settings import DEFAULT_MODEL, shipped

ZONE = ZoneInfo("Asia/Shanghai")
MINUTES_EACH, CHARACTERS_A_MINUTE, HOUR = 1.5, 300, 60.0
SHUFFLES, RESAMPLES, SEED = 200, 200, 7
ORDERS = {
    "计划的次序": Weights(),
    "只按把握": Weights(wrong=1, person=0, abstained=0, severe=0, new=0),
    "只按人因概率": Weights(wrong=0, person=1, abstained=0, severe=0, new=0),
}


@dataclass(frozen=True)
class Read:
    """A labelled record: how long its review takes, and what it would find."""

    candidate: Candidate
    minutes: float
    wrong: bool
    person: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    engine = OneByOne(load_analyzer(shipped("models") / DEFAULT_MODEL))
    for path, judged in judge_files(files, engine=engine, zone=ZONE).items():
        _print(path.name, [_read(key, one) for key, one in enumerate(judged)])


def _read(key: int, judged: Judged) -> Read:
    contact, gold, analysis = judged.contact, judged.gold, judged.analysis
    spoken = contact.conversation.utterances if contact.conversation else ()
    characters = sum(len(u.text) for u in spoken) + sum(len(s.comment) for s in contact.surveys)
    claim = analysis.attributions[0] if analysis.attributions else None
    severe = severity(
        peak_end=analysis.peak_end,
        repeated=analysis.repeat_contact,
        resolved=analysis.resolved,
        satisfaction=contact.satisfaction,
    )
    point = None if claim is None else f"{claim.factor or claim.cause}·{claim.business_object or ''}"
    person = analysis.causes[Cause.PERSON]
    wrong = analysis.dissatisfied is not gold.dissatisfied or set(analysis.found_causes) != gold.causes
    return Read(
        Candidate(key, contact.id, 1 - analysis.confidence, person, analysis.abstained, severe, point),
        MINUTES_EACH + characters / CHARACTERS_A_MINUTE,
        wrong,
        Cause.PERSON in gold.causes,
    )


def _print(name: str, read: Sequence[Read]) -> None:
    print(f"\n{name}：{len(read)} 条，判错 {sum(r.wrong for r in read)}，人因 {sum(r.person for r in read)}\n")
    print("| 次序 | 一小时看几条 | 判错（条/时） | 是随机的几倍 | 人因（条/时） | 是随机的几倍 |")
    print("|---|---|---|---|---|---|")
    count, wrong, person = _random(read)
    print(f"| 随机 | {count:.1f} | {wrong:.1f} | 1 | {person:.1f} | 1 |")
    for title, weights in ORDERS.items():
        hour = _hour(_ordered(read, weights))
        cells = []
        for finds in (_is_wrong, _is_person):
            found = sum(map(finds, hour))
            cells += [f"{found}", f"{_gain(read, weights, finds):.2f}（{_interval(read, weights, finds)}）"]
        print(f"| {title} | {len(hour)} | {' | '.join(cells)} |")


def _is_wrong(one: Read) -> bool:
    return one.wrong


def _is_person(one: Read) -> bool:
    return one.person


def _ordered(read: Sequence[Read], weights: Weights) -> list[Read]:
    worth = worths([one.candidate for one in read], weights)
    return [read[i] for i in sorted(range(len(read)), key=lambda i: -worth[i])]


def _hour(read: Sequence[Read]) -> list[Read]:
    """As many as an hour holds, in their order."""
    left, seen = HOUR, []
    for one in read:
        left -= one.minutes
        if left < 0:
            break
        seen.append(one)
    return seen


def _random(read: Sequence[Read]) -> tuple[float, float, float]:
    rng = random.Random(SEED)
    hours = [_hour(rng.sample(read, len(read))) for _ in range(SHUFFLES)]
    return (
        fmean(map(len, hours)),
        fmean(sum(map(_is_wrong, hour)) for hour in hours),
        fmean(sum(map(_is_person, hour)) for hour in hours),
    )


def _gain(read: Sequence[Read], weights: Weights, finds: Callable[[Read], bool]) -> float | None:
    """Found in an hour, as a multiple of what random order finds; None where there is nothing to find."""
    expected = HOUR / fmean(one.minutes for one in read) * fmean(map(finds, read))
    return sum(map(finds, _hour(_ordered(read, weights)))) / expected if expected else None


def _interval(read: Sequence[Read], weights: Weights, finds: Callable[[Read], bool]) -> str:
    bounds = bootstrap_interval(read, lambda cases: _gain(cases, weights, finds), seed=SEED, resamples=RESAMPLES)
    return "—" if bounds is None else f"{bounds[0]:.2f}–{bounds[1]:.2f}"


if __name__ == "__main__":
    main()
