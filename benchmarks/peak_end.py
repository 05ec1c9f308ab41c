"""What each part of the course of feeling is worth for satisfaction, and the weights of the peak-end score.

    python benchmarks/peak_end.py [--data ../shared/data] [--json]

Two public corpora of customer-service dialogues with the customer's satisfaction (1…3); words there are numbers, the
tokenizer is `str.split`. Everything is fitted on train, chosen on dev and reported for test, once with the given and
once with the predicted sentiment of utterances (cross-fitted on train). Intervals: 95 %, percentiles of 1,000 bootstrap
samples of dialogues, the same ones for every row, so that differences are paired. Last, labelled bank calls: how well
the score, from the valences of the word list alone, tells dissatisfied customers from others.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from satisfaction_corpora import CORPORA, SPLITS, read_part
from satisfaction_measures import Course, Measure, difference, predicted
from satisfaction_tables import HALVES, MEAN, Fit, fits, table
from sklearn.metrics import roc_auc_score

from voc.domain.curve import peak_end_score
from voc.domain.moments import PeakEndWeights
from voc.nlp.language import shipped_language, shipped_peak_end
from voc.nlp.satisfaction.weights import PARTS
from voc.nlp.signals import observe
from voc.services.labelled import read_labelled
from voc.settings import shipped

ROOT = Path(__file__).resolve().parents[1]
# The linear model named in the data's README: accuracy and macro-F1 on test.
NAMED = {"makeup": (0.836, 0.835), "clothes": (0.818, 0.754)}


@dataclass(frozen=True)
class Report:
    """All that is printed, by name of corpus and sentiment, of the fit, and of the file of calls."""

    tables: Mapping[str, Mapping[str, Mapping[str, Measure]]]
    gains: Mapping[str, Measure]
    weights: Mapping[str, Fit]
    calls: Mapping[str, Mapping[str, float]]
    named: Mapping[str, tuple[float, float]]


def courses_of(folder: Path) -> dict[str, Course]:
    courses = {}
    for corpus in CORPORA:
        parts = {split: read_part(folder / f"{corpus}_{split}.txt.gz") for split in SPLITS}
        courses[f"{corpus}, given"] = Course.of(parts, {split: part.given for split, part in parts.items()})
        courses[f"{corpus}, predicted"] = Course.of(parts, predicted(parts))
    return courses


def told_apart(path: Path, scores: Mapping[str, PeakEndWeights]) -> dict[str, float]:
    """Area under the ROC curve of the lowest score first, for whether the customer was dissatisfied."""
    language, labelled = shipped_language(), read_labelled([path], zone=ZoneInfo("Asia/Shanghai"))
    seen = [(observe(one.contact, language), one.gold.dissatisfied) for one in labelled]
    spoken = [(o.valences[: o.utterance_count], answer) for o, answer in seen if o.utterance_count]
    answers = [answer for _, answer in spoken]
    return {
        name: float(roc_auc_score(answers, [-(peak_end_score(v, weights) or 0.0) for v, _ in spoken]))
        for name, weights in scores.items()
    }


def report(folder: Path, calls: Sequence[Path]) -> Report:
    chosen = shipped_peak_end()
    courses = courses_of(folder)
    scores = {"halves of peak and end": HALVES, "mean": MEAN, "weights in use": chosen}
    return Report(
        {name: table(course, chosen) for name, course in courses.items()},
        {name: difference(course, chosen, HALVES) for name, course in courses.items()},
        fits(courses),
        {path.name: told_apart(path, scores) for path in calls if path.is_file()},
        NAMED,
    )


def show(found: Report) -> None:
    for name, rows in found.tables.items():
        print(f"\n{name} sentiment\n{'':26}" + "".join(f"{f:>24}{'dev':>8}" for f in next(iter(rows.values()))))
        for row, figures in rows.items():
            print(f"{row:26}" + "".join(f"{_with_interval(m):>24}{m.dev:8.3f}" for m in figures.values()))
    print("\nthe linear model named in the data's README, accuracy and macro-F1 on test:")
    for corpus, (accuracy, macro_f1) in found.named.items():
        print(f"{corpus:26}{accuracy:24.3f}{macro_f1:32.3f}")
    print(f"\n{'weights fitted on':26}" + "".join(f"{part:>22}" for part in PARTS))
    for name, fit in found.weights.items():
        print(f"{name:26}" + "".join(f"{_weight(fit, part):>22}" for part in PARTS))
    print(f"\n{'their rank correlation, dev':26}" + "".join(f"{name:>22}" for name in found.tables))
    for name, fit in found.weights.items():
        print(f"{name:26}" + "".join(f"{fit.dev[course]:22.3f}" for course in found.tables))
    print("\nrank correlation gained by the weights in use over halves of peak and end:")
    for name, gain in found.gains.items():
        print(f"{name:26}{_with_interval(gain):>24}{gain.dev:8.3f}")
    for name, areas in found.calls.items():
        print(f"\ndissatisfied customers told by the score (AUC), {name}:")
        print("   ".join(f"{score} {area:.3f}" for score, area in areas.items()))


def _with_interval(one: Measure) -> str:
    return f"{one.test:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _weight(fit: Fit, part: str) -> str:
    weight = f"{getattr(fit.weights, part):.3f}"
    return (
        weight if part not in fit.interval else f"{weight} [{fit.interval[part][0]:.2f}, {fit.interval[part][1]:.2f}]"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    folder = arguments.data / "satisfaction_dialogues"
    names = [f"{corpus}_{split}.txt.gz" for corpus in CORPORA for split in SPLITS]
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        sys.exit(f"{folder} 里没有 {'、'.join(missing)}：这项测量需要两份公开的满意度对话")
    started = time.monotonic()
    found = report(folder, (arguments.data / "calls_dev.jsonl", shipped("samples") / "calls.jsonl"))
    if arguments.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        show(found)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
