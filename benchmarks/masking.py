"""Masking of personal data measured on labelled cases, beside plain regular expressions.

    python benchmarks/masking.py [CASES.jsonl] [--errors]
    python benchmarks/masking.py --operator CALLS.json [--show]

A case is one line `{"text": …, "spans": [[kind, substring], …]}`. A labelled span is found when all its characters are
masked; a masked span is right when at least half of its characters are personal.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from voc.nlp.masking import PersonalKind, PersonalSpan, find_personal, find_personal_together  # noqa: E402

UTTERANCES = 30
T = TypeVar("T")

_BASELINE = (
    (PersonalKind.EMAIL, re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")),
    (PersonalKind.RESIDENT_ID, re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    (PersonalKind.BANK_CARD, re.compile(r"(?<!\d)\d{16,19}(?!\d)")),
    (PersonalKind.MOBILE, re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
)


def baseline(text: str) -> list[PersonalSpan]:
    """Plain regular expressions for numbers in Arabic digits and e-mail, as a quick script would have them."""
    spans: list[PersonalSpan] = []
    for kind, pattern in _BASELINE:
        for match in pattern.finditer(text):
            if all(match.end() <= span.start or span.end <= match.start() for span in spans):
                spans.append(PersonalSpan(kind, *match.span()))
    return sorted(spans, key=lambda span: span.start)


def baseline_together(texts: Sequence[str]) -> list[list[PersonalSpan]]:
    return [baseline(text) for text in texts]


@dataclass(frozen=True, slots=True)
class Finder:
    """A way to find personal data, in one text and in the utterances of a call."""

    name: str
    alone: Callable[[str], Sequence[PersonalSpan]]
    together: Callable[[Sequence[str]], object]


FINDERS = (
    Finder("plain regular expressions", baseline, baseline_together),
    Finder("voc.nlp.masking", find_personal, find_personal_together),
)


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    spans: tuple[tuple[str, int, int], ...]


def read_cases(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines if line.strip()]


def _case(row: dict[str, object]) -> Case:
    """A case with the places of its substrings: equal ones are taken in order, the last again when there are more."""
    text, spans = str(row["text"]), []
    after: dict[str, int] = {}
    labelled = row["spans"]
    assert isinstance(labelled, list)
    for kind, part in labelled:
        start = text.find(part, after.get(part, 0))
        start = text.index(part) if start < 0 else start
        after[part] = start + len(part)
        spans.append((str(kind), start, start + len(part)))
    return Case(text, tuple(spans))


@dataclass(slots=True)
class Score:
    """Counts over all cases; `over` is how many characters were masked that are not personal."""

    labelled: Counter[str]
    found: Counter[str]
    masked: Counter[str]
    right: Counter[str]
    over: int = 0

    @classmethod
    def of(cls, cases: Iterable[Case], find: Callable[[str], Sequence[PersonalSpan]]) -> "Score":
        score = cls(Counter(), Counter(), Counter(), Counter())
        for case in cases:
            score._add(case, find(case.text))
        return score

    def _add(self, case: Case, spans: Sequence[PersonalSpan]) -> None:
        masked = {i for span in spans for i in range(span.start, span.end)}
        personal = {i for _, start, end in case.spans for i in range(start, end)}
        for kind, start, end in case.spans:
            self.labelled[kind] += 1
            self.found[kind] += masked.issuperset(range(start, end))
        for span in spans:
            self.masked[span.kind] += 1
            self.right[span.kind] += is_right(span, personal)
        self.over += len(masked - personal)


def is_right(span: PersonalSpan, personal: set[int]) -> bool:
    return 2 * len(personal.intersection(range(span.start, span.end))) >= span.end - span.start


def print_scores(cases: Sequence[Case]) -> None:
    texts = [case.text for case in cases]
    conversations = [texts[i : i + UTTERANCES] for i in range(0, len(texts), UTTERANCES)]
    for finder in FINDERS:
        score = Score.of(cases, finder.alone)
        print(f"{finder.name}: {len(cases)} cases, {sum(score.labelled.values())} personal spans")
        print(f"  {'kind':12} {'spans':>6} {'recall':>7} {'masked':>7} {'precision':>9}")
        print("\n".join(_row(score, kind) for kind in [*PersonalKind, None]))
        alone, together = seconds(finder.alone, texts), seconds(finder.together, conversations)
        size = sum(len(text.encode()) for text in texts) / 1e6
        print(f"  characters over-masked: {score.over}")
        print(f"  speed: {size / alone:.1f} MB/s one by one, {size / together:.1f} MB/s in calls of {UTTERANCES} turns")


def _row(score: Score, kind: PersonalKind | None) -> str:
    def count(counter: Counter[str]) -> int:
        return sum(counter.values()) if kind is None else counter[kind]

    labelled, masked = count(score.labelled), count(score.masked)
    recall, precision = _share(count(score.found), labelled), _share(count(score.right), masked)
    return f"  {kind or 'all':12} {labelled:6} {recall:>7} {masked:7} {precision:>9}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.4f}" if whole else "-"


def seconds(find: Callable[[T], object], inputs: Sequence[T]) -> float:
    """Processor time over all inputs, the best of five passes."""
    passes = []
    for _ in range(5):
        begun = time.process_time()
        for each in inputs:
            find(each)
        passes.append(time.process_time() - begun)
    return min(passes)


def print_errors(cases: Iterable[Case]) -> None:
    """Every labelled span that was missed and every masked span that is wrong, for a person to read."""
    for case in cases:
        spans = find_personal(case.text)
        masked = {i for span in spans for i in range(span.start, span.end)}
        personal = {i for _, start, end in case.spans for i in range(start, end)}
        missed = [f"missed {k} {case.text[s:e]}" for k, s, e in case.spans if not masked.issuperset(range(s, e))]
        wrong = [f"wrong {x.kind} {case.text[x.start : x.end]}" for x in spans if not is_right(x, personal)]
        if missed or wrong:
            print("; ".join([*missed, *wrong]), "|", case.text)


def operator_calls(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Texts and speakers of each recognised call (SereTOD 2022)."""
    for call in json.loads(path.read_text(encoding="utf-8")):
        turns = [
            (turn[key], key) for turn in call["content"] for key in ("[SPEAKER 1]", "[SPEAKER 2]") if turn.get(key)
        ]
        yield [text for text, _ in turns], [speaker for _, speaker in turns]


def print_operator(path: Path, *, show: bool) -> None:
    counts: Counter[str] = Counter()
    for texts, speakers in operator_calls(path):
        for text, spans in zip(texts, find_personal_together(texts, speakers=speakers), strict=True):
            counts.update(span.kind for span in spans)
            if show:
                for span in spans:
                    around = text[max(0, span.start - 12) : span.start], text[span.end : span.end + 12]
                    print(f"  {span.kind:12} {around[0]}【{text[span.start : span.end]}】{around[1]}")
    print("\n".join(f"{kind:12} {counts[kind]}" for kind in PersonalKind))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="?", type=Path, default=ROOT / "tests/nlp/masking/cases.jsonl")
    parser.add_argument("--errors", action="store_true", help="print what was missed and what was masked wrongly")
    parser.add_argument("--operator", type=Path, help="run over recognised calls and print counts per kind")
    parser.add_argument("--show", action="store_true", help="with --operator: print the masked spans")
    options = parser.parse_args()
    if options.operator:
        print_operator(options.operator, show=options.show)
        return
    cases = read_cases(options.cases)
    print_scores(cases)
    if options.errors:
        print_errors(cases)


if __name__ == "__main__":
    main()
