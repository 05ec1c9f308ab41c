"""The fast tokenizer engine held to jieba, token for token, and the speed of both.

    python benchmarks/tokenizer.py [FILE …]
    python benchmarks/tokenizer.py --write-golden

A FILE is JSONL of conversations and survey responses, or a JSON list of recognised calls (SereTOD 2022). Without files,
the samples and, where they are, ../shared/data. `--write-golden` makes voc/resources/golden_tokens.jsonl again, which
is needed after each change of the dictionary: the same texts cut anew, and sentences for words that stand in none.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from voc.domain.reading import read  # noqa: E402
from voc.domain.sequences import chunked  # noqa: E402
from voc.nlp.tokenizer import Tokenizer  # noqa: E402
from voc.nlp.tokenizer.golden import Golden, shipped_golden  # noqa: E402
from voc.nlp.tokenizer.reference import Cutter, JiebaCutter  # noqa: E402
from voc.nlp.tokenizer.tokenizer import dictionary_hash  # noqa: E402

RESOURCES = ROOT / "voc/resources"
SHARED = ROOT / "../shared/data"
FILES = (
    *(ROOT / "data/samples" / name for name in ("calls.jsonl", "comments.jsonl")),
    *(ROOT / "data/labels" / name for name in ("written.jsonl",)),
    *(SHARED / "app_reviews" / name for name in ("train.jsonl", "dev.jsonl", "unlabelled.jsonl")),
    SHARED / "other_trades/shops_train.jsonl",
    SHARED / "calls_dev.jsonl",
    SHARED / "call_style/mobile_operator_calls.json",
)
_FRAMES = (
    "我想问下{}和{}，还有{}",
    "你们那个{}跟{}怎么回事啊{}也不行",
    "{}、{}、{}都办好了",
    "先说{}吧，{}的事等下再说，{}不急",
)
_WORDS_A_FRAME = 3


def texts_of(path: Path) -> Iterator[str]:
    """Every utterance and comment of a file, as the analyzer reads it."""
    if path.suffix == ".json":
        records: list[Any] = json.loads(path.read_text("utf8"))
    else:
        records = [json.loads(line) for line in path.read_text("utf8").splitlines()]
    for record in records:
        for turn in (*record.get("utterances", ()), *record.get("content", ())):
            yield from (read(turn[key]).text for key in ("text", "[SPEAKER 1]", "[SPEAKER 2]") if turn.get(key))
        if record.get("comment"):
            yield read(record["comment"]).text


@dataclass(frozen=True, slots=True)
class Comparison:
    """Texts of one file cut by both engines; times in seconds of one thread, each text cut once."""

    name: str
    texts: int
    megabytes: float
    different: tuple[str, ...]
    reference: float
    fast: float


def compare(name: str, texts: Sequence[str], reference: Cutter, fast: Cutter) -> Comparison:
    by_reference, slow = _timed(reference, texts)
    by_fast, quick = _timed(fast, texts)
    different = tuple(t for t, a, b in zip(texts, by_reference, by_fast, strict=True) if a != b)
    return Comparison(name, len(texts), sum(len(t.encode()) for t in texts) / 1e6, different, slow, quick)


def _timed(cutter: Cutter, texts: Sequence[str]) -> tuple[list[list[str]], float]:
    start = time.thread_time()
    words = [list(cutter.cut(text)) for text in texts]
    return words, time.thread_time() - start


def print_comparisons(files: Sequence[Path], dictionary: str) -> bool:
    """Whether every text was cut alike."""
    tokenizer = Tokenizer(dictionary)
    if not tokenizer.is_fast:
        sys.exit("the fast engine is not in use: rjieba is missing, or differs from the golden texts")
    reference = JiebaCutter(dictionary)
    for cutter in (reference, tokenizer.cutter):
        list(cutter.cut("仇佟福"))  # what is loaded with the first text
    print(f"{'file':32} {'texts':>7} {'differ':>6} {'MB':>6} {'jieba MB/s':>10} {'fast MB/s':>9} {'ratio':>5}")
    results = [compare(p.name, list(texts_of(p)), reference, tokenizer.cutter) for p in files if p.exists()]
    for r in results:
        print(
            f"{r.name:32} {r.texts:7,} {len(r.different):6} {r.megabytes:6.2f} {r.megabytes / r.reference:10.2f}"
            f" {r.megabytes / r.fast:9.2f} {r.reference / r.fast:5.1f}"
        )
    print(f"{'together':32} {sum(r.texts for r in results):7,} {sum(len(r.different) for r in results):6}")
    for path in files:
        if not path.exists():
            print(f"left out, not here: {path.name}")
    return not any(r.different for r in results)


def renewed(golden: Golden, dictionary: str) -> Golden:
    """The golden texts cut with a dictionary, and sentences that hold those of its words that none holds."""
    reference = JiebaCutter(dictionary)
    texts = ["".join(words) for words in golden.texts]
    held = "\n".join(texts)
    own = dict.fromkeys(row.split(" ")[0] for row in read(dictionary).text.splitlines() if row.strip())
    missing = [word for word in own if word not in held]
    frames = cycle(_FRAMES)
    for words in chunked(missing, _WORDS_A_FRAME):
        filled = [*words, *["这个"] * (_WORDS_A_FRAME - len(words))]
        texts.append(read(next(frames).format(*filled)).text)
    cut = tuple(tuple(reference.cut(text)) for text in texts)
    return Golden(dictionary_hash(dictionary), reference.counted_twice, cut)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--write-golden", action="store_true", help="make the golden texts again")
    options = parser.parse_args()
    dictionary = (RESOURCES / "dictionary.txt").read_text("utf8")
    if options.write_golden:
        lines = renewed(shipped_golden(), dictionary).lines()
        (RESOURCES / "golden_tokens.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf8")
    elif not print_comparisons(options.files, dictionary):
        sys.exit(1)


if __name__ == "__main__":
    main()
