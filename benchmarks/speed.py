"""Speed of the analysis in one process, beside the bare tokenizer and the pipeline a user would write today.

    python benchmarks/speed.py [--copies 4] [--rounds 3] [--model FOLDER] [--json FILE]

Two inputs: the sample calls and the sample comments (bare text), each copied several times with other words, numbers
and missing utterances, so that no copy is the same text again. In each round all ways answer the same input in turn;
the best round of each counts. Seconds are those of the processor in this process (all its threads), which is the time a
caller waits on a machine with nothing else to do. Ways:

voc analyze   the library behind the command: a JSONL file is read, masked, analysed and written as lines
one contact   the same for one contact at a time, with the time of each (p50, p95, p99)
tokenizer     our tokenizer alone, over the same texts
jieba.lcut    jieba alone, over the same texts
usual         the pipeline a user would write: words (1–2) of `jieba.lcut` and character 1–3-grams as TF-IDF, one
              logistic regression for each of our 28 labels (scikit-learn), fitted on the samples. A record at a time;
              of a call every utterance is scored, as a list of texts
usual, single the same with one `predict_proba` an utterance
"""

import argparse
import json
import random
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402
import numpy as np  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.multiclass import OneVsRestClassifier  # noqa: E402
from sklearn.pipeline import Pipeline, make_pipeline, make_union  # noqa: E402

from voc.domain.contact import Contact  # noqa: E402
from voc.domain.reading import read  # noqa: E402
from voc.engines.local import OneByOne  # noqa: E402
from voc.ingest import Read, read_records  # noqa: E402
from voc.nlp.analyzer import Analyzer, load_analyzer  # noqa: E402
from voc.nlp.classifier import VALENCE, labels_of  # noqa: E402
from voc.nlp.privacy import masked_contact  # noqa: E402
from voc.services.analyzing import analyze_files, contact_of  # noqa: E402
from voc.settings import DEFAULT_MODEL, shipped  # noqa: E402

SAMPLES = ROOT / "data/samples"
ZONE = ZoneInfo("Asia/Shanghai")
LEAST_RATIO = 5.0
LONGEST_P95_MS = 10.0
# Words that can stand for each other in most sentences.
_ALIKE = (
    ("手机银行", "网上银行", "手机app", "微信银行"),
    ("信用卡", "储蓄卡", "借记卡", "工资卡"),
    ("转账", "汇款", "缴费", "还款"),
    ("昨天", "前天", "上周", "上个月"),
    ("年费", "手续费", "违约金", "利息"),
    ("网点", "支行", "营业厅", "柜台"),
    ("登录", "登陆", "进去", "打开"),
)
_WORD = re.compile("|".join(word for words in _ALIKE for word in words))
_CHOICES = {word: words for words in _ALIKE for word in words}
_DIGIT = re.compile("[0-9]")

Record = dict[str, Any]


def varied(text: str, chance: random.Random) -> str:
    """The text with other words of the same kind and other digits."""
    text = _WORD.sub(lambda match: chance.choice(_CHOICES[match[0]]), text)
    return _DIGIT.sub(lambda _: str(chance.randrange(10)), text)


def copies(records: Sequence[Record], count: int) -> Iterator[Record]:
    """Every record so many times, each time a little different."""
    chance = random.Random(1)
    for number in range(count):
        for record in records:
            copy = {k: v for k, v in record.items() if k != "gold"} | {"id": f"{record['id']}-{number}"}
            if "comment" in copy:
                copy |= {"comment": varied(copy["comment"], chance), "conversation_id": None}
            if "utterances" in copy:
                turns = list(copy["utterances"])
                del turns[chance.randrange(len(turns) // 2)]
                copy["utterances"] = [turn | {"text": varied(turn["text"], chance)} for turn in turns]
            yield copy


def texts_of(record: Record) -> list[str]:
    return [turn["text"] for turn in record["utterances"]] if "utterances" in record else [record["comment"]]


def usual_pipeline(labels: Sequence[str]) -> Pipeline:
    """Fitted on the sample comments and the short texts written for training, all of whose labels are known."""
    paths = (SAMPLES / "comments.jsonl", ROOT / "data/labels/written.jsonl")
    records = [json.loads(line) for path in paths for line in path.read_text("utf8").splitlines()]
    gold = [r["gold"] for r in records]
    answers = np.array(
        [
            [g["dissatisfied"] if n == "dissatisfied" else n in (*g["causes"], *g["factors"]) for n in labels]
            for g in gold
        ],
        dtype=int,
    )
    words = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 2))
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    pipeline = make_pipeline(make_union(words, characters), OneVsRestClassifier(LogisticRegression(C=10.0)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # labels that no sample has
        return pipeline.fit([r["comment"] for r in records], answers)


@dataclass(frozen=True, slots=True)
class Timed:
    """Processor seconds that each record took; one number where they were answered together."""

    seconds: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.seconds)

    def milliseconds(self, share: float) -> float:
        """The time within which that share of the records was answered."""
        ranked = sorted(self.seconds)
        return 1000 * ranked[min(int(share * len(ranked)), len(ranked) - 1)]


Way = Callable[[], Timed]


def each(records: Sequence[Any], answer: Callable[[Any], object]) -> Way:
    def run() -> Timed:
        seconds = []
        for record in records:
            start = time.process_time()
            answer(record)
            seconds.append(time.process_time() - start)
        return Timed(tuple(seconds))

    return run


def together(work: Callable[[], object]) -> Way:
    def run() -> Timed:
        start = time.process_time()
        work()
        return Timed((time.process_time() - start,))

    return run


def ways_of(path: Path, records: Sequence[Record], analyzer: Analyzer, usual: Pipeline) -> dict[str, Way]:
    contacts = [contact_of(row.record, ()) for row in read_records(path, zone=ZONE) if isinstance(row, Read)]
    texts = [texts_of(record) for record in records]
    readings = [[read(text).text for text in own] for own in texts]
    tokenizer = analyzer.language.tokenizer

    def analyse(contact: Contact) -> object:
        return analyzer.analyze(masked_contact(contact))

    return {
        "voc analyze": together(lambda: list(analyze_files([path], engine=OneByOne(analyzer), zone=ZONE))),
        "one contact": each(contacts, analyse),
        "tokenizer": each(readings, lambda own: [tokenizer.tokens(text) for text in own]),
        "jieba.lcut": each(texts, lambda own: [jieba.lcut(text) for text in own]),
        "usual": each(texts, usual.predict_proba),
        "usual, single": each(texts, lambda own: [usual.predict_proba([text]) for text in own]),
    }


@dataclass(frozen=True, slots=True)
class Measured:
    """One way over one input, its best round."""

    input: str
    way: str
    records_a_second: float
    megabytes_a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def measured(name: str, ways: dict[str, Way], records: Sequence[Record], rounds: int) -> Iterator[Measured]:
    megabytes = sum(len(text.encode()) for record in records for text in texts_of(record)) / 1e6
    runs: dict[str, list[Timed]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, run in ways.items():
            runs[way].append(run())
    for way, timed in runs.items():
        best = min(timed, key=lambda t: t.total)
        alone = len(best.seconds) > 1
        p50, p95, p99 = (best.milliseconds(share) if alone else float("nan") for share in (0.50, 0.95, 0.99))
        yield Measured(name, way, len(records) / best.total, megabytes / best.total, p50, p95, p99)


def print_table(name: str, rows: Sequence[Measured]) -> None:
    usual = next(row for row in rows if row.way == "usual")
    print(f"\n{name:14} {'records/s':>10} {'MB/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'x usual':>8}")
    for row in rows:
        numbers = (row.p50_ms, row.p95_ms, row.p99_ms)
        times = " ".join(f"{'' if n != n else format(n, '.2f'):>8}" for n in numbers)
        ratio = row.records_a_second / usual.records_a_second
        print(f"{row.way:14} {row.records_a_second:10.1f} {row.megabytes_a_second:8.3f} {times} {ratio:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", type=Path, default=shipped("models") / DEFAULT_MODEL)
    parser.add_argument("--json", type=Path, help="write the rows there too")
    options = parser.parse_args()
    jieba.setLogLevel("ERROR")
    analyzer = load_analyzer(options.model)
    usual = usual_pipeline([label for label in labels_of(analyzer.language.taxonomy) if label != VALENCE])
    print(f"fast tokenizer engine: {'yes' if analyzer.language.tokenizer.is_fast else 'no'}")
    found: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in ("calls", "comments"):
            samples = [json.loads(line) for line in (SAMPLES / f"{name}.jsonl").read_text("utf8").splitlines()]
            records = list(copies(samples, options.copies))
            path = Path(folder) / f"{name}.jsonl"
            path.write_text("".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in records), "utf8")
            rows = list(measured(name, ways_of(path, records, analyzer, usual), records, options.rounds))
            print_table(f"{name} ({len(records)})", rows)
            found += rows
    if options.json:
        options.json.write_text(json.dumps([{s: getattr(r, s) for s in r.__slots__} for r in found], indent=1), "utf8")
    print_verdict(found)


def print_verdict(found: Sequence[Measured]) -> None:
    """The promises, each with what was measured."""
    rate = {(row.input, row.way): row.records_a_second for row in found}
    p95 = next(row.p95_ms for row in found if (row.input, row.way) == ("calls", "one contact"))
    print(f"\nvoc analyze / usual pipeline, at least {LEAST_RATIO} promised for a text at a time:")
    for name, way in (("calls", "usual, single"), ("calls", "usual"), ("comments", "usual")):
        print(f"  {name:9} {way:14} {rate[name, 'voc analyze'] / rate[name, way]:6.1f} times")
    print(f"calls, one contact: p95 {p95:.2f} ms (promised: {LONGEST_P95_MS})")


if __name__ == "__main__":
    main()
