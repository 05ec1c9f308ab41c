"""Where clauses end without punctuation: fits the table and measures it on held-out texts with punctuation.

    python benchmarks/clause_ends.py            the measures, beside cutting before fixed linking words
    python benchmarks/clause_ends.py --write    also voc/resources/clause_ends.tsv, fitted on all texts

The punctuation of each text is taken out, its words are cut again, and every place between two of them is an end or
not. Five folds by the records' ids; no text of dev and calls_dev is among them. A place beside other signs (quotation
marks, colons, 、 of lists) counts neither way. Texts with a longer stretch without punctuation were typed or heard
without it and teach nothing.
"""

import json
import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
from labelled_texts import DATA, ROOT
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from voc.domain.reading import read
from voc.nlp.clause_ends import BIAS, TABLE, ClauseEnds, Sign, signs_of
from voc.nlp.language import shipped_language
from voc.nlp.passage import LONGEST_CLAUSE
from voc.nlp.tokenizer import Tokenizer

_END = re.compile(r"[,，。.!！?？;；~～…\n\r]+(?!\d)|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_OTHER = re.compile(r"[:：、\t()（）\"“”‘’'《》【】_]+|[\U0001F000-\U0001FAFF\u2600-\u27BF]+")
# Words without punctuation from which on a text is taken for one that was typed without it.
LONGEST_STRETCH = 20
FOLDS = 5
# Places at which a sign must have been seen, and how little the weights are held down; chosen on the first fold.
LEAST, STRENGTH = 20, 0.5
LINKS = re.compile(r"但是|可是|不过|然后|结果|而且|所以|因为|就是说|后来|还有|另外|只是|竟然|居然")


@dataclass(frozen=True)
class Unpunctuated:
    """A text without its punctuation, as words; after which of them (by number) a clause ended, and where it may have.

    `lost` is how many ends fell within a word.
    """

    kind: str
    fold: int
    words: tuple[str, ...]
    ends: frozenset[int]
    unsure: frozenset[int]
    lost: int

    @property
    def places(self) -> list[int]:
        return [n for n in range(len(self.words) - 1) if n not in self.unsure]

    @property
    def longest_stretch(self) -> int:
        edges = [-1, *sorted(self.ends | self.unsure), len(self.words) - 1]
        return max(b - a for a, b in pairwise(edges))


def read_texts(data: Path) -> Iterator[tuple[str, str, str]]:
    """Kind, id and text."""
    own, reviews = ROOT / "data", data / "app_reviews"
    written = [*sorted((own / "labels").glob("*.jsonl")), own / "samples" / "calls.jsonl"]
    for path in (*written, own / "samples" / "comments.jsonl", reviews / "train.jsonl", reviews / "unlabelled.jsonl"):
        for line in path.read_text("utf8").splitlines():
            record = json.loads(line)
            kind = "评论" if path.parent == reviews else "撰写的通话" if "utterances" in record else "撰写的短评"
            for said in record.get("utterances", [{"text": record.get("comment") or ""}]):
                yield kind, record["id"], said["text"]
    for call in json.loads((data / "call_style" / "mobile_operator_calls.json").read_text("utf8")):
        for turn in call["content"]:
            yield from (("真实的识别", call["id"], said) for who, said in turn.items() if who.startswith("[SPEAKER"))


def unpunctuated(kind: str, id: str, text: str, tokenizer: Tokenizer) -> Unpunctuated:
    kept, ends, unsure, at = "", set(), set(), 0
    while at < len(text):
        found = _END.match(text, at)
        other = None if found else _OTHER.match(text, at)
        if found is not None:
            ends.add(len(kept))
            at = found.end()
        elif other is not None:
            unsure.add(len(kept))
            at = other.end()
        else:
            kept += text[at]
            at += 1
    tokens = [token for token in tokenizer.tokens(kept) if token.text.strip()]
    number = {token.end: n for n, token in enumerate(tokens[:-1])}
    inner = ends - {0, len(kept)} - unsure
    return Unpunctuated(
        kind,
        int(sha256(id.encode()).hexdigest(), 16) % FOLDS,
        tuple(token.text for token in tokens),
        frozenset(number[end] for end in inner if end in number),
        frozenset(number[end] for end in unsure if end in number),
        sum(end not in number for end in inner),
    )


def fit(texts: Sequence[Unpunctuated]) -> str:
    """The table: L1-regularised logistic regression, most weights of which are 0 and left out."""
    places = [(signs, n in t.ends) for t in texts for n, signs in enumerate(signs_of(t.words)) if n not in t.unsure]
    seen: Counter[Sign] = Counter(sign for signs, _ in places for sign in signs)
    column = {sign: n for n, sign in enumerate(sorted(sign for sign, count in seen.items() if count >= LEAST))}
    cells = [[column[sign] for sign in signs if sign in column] for signs, _ in places]
    starts = np.cumsum([0, *map(len, cells)])
    flat = np.array([c for row in cells for c in row], dtype=np.int64)
    matrix = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(places), len(column)))
    wanted = np.array([end for _, end in places])
    model = LogisticRegression(l1_ratio=1, solver="liblinear", C=STRENGTH, random_state=0).fit(matrix, wanted)
    weights = {sign: f"{model.coef_[0][n]:.2f}" for sign, n in column.items()}
    rows = [f"{kind}\t{words}\t{weights[kind, words]}\t{seen[kind, words]}" for kind, words in column]
    rows = [row for row in rows if float(row.split("\t")[2])]
    head = "# 没有标点的话在哪里断句：kind、词、对数几率、见过的位置数；由 benchmarks/clause_ends.py 写成"
    return "\n".join((head, f"{BIAS}\t\t{model.intercept_[0]:.2f}\t{len(places)}", *rows)) + "\n"


def by_links(words: Sequence[str]) -> list[int]:
    begins = np.cumsum([0, *map(len, words)])
    found = {match.start() for match in LINKS.finditer("".join(words))}
    return [n for n, start in enumerate(begins[1:-1]) if start in found]


def overlap(asked: Iterable[tuple[Unpunctuated, Sequence[int]]]) -> str:
    """F1, precision and recall of the places cut."""
    hits = cut = wanted = 0
    for text, found in asked:
        places = set(found) - text.unsure
        hits += len(places & text.ends)
        cut += len(places)
        wanted += len(text.ends) + text.lost
    return f"{2 * hits / max(1, cut + wanted):.3f} | {hits / max(1, cut):.3f} | {hits / max(1, wanted):.3f}"


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not (options.data / "app_reviews").is_dir():
        sys.exit(f"没有 {options.data / 'app_reviews'}：这项测量需要评论，跳过")
    tokenizer = shipped_language().tokenizer
    known = {read(text).text: (kind, id) for kind, id, text in read_texts(options.data)}
    texts = [unpunctuated(kind, id, text, tokenizer) for text, (kind, id) in known.items()]
    texts = [text for text in texts if len(text.words) > 1 and text.longest_stretch <= LONGEST_STRETCH]
    tables = [ClauseEnds.parse(fit([t for t in texts if t.fold != fold])) for fold in range(FOLDS)]
    print("| | 词数 | 断句 | 学得的 F1 | 准 | 全 | 固定的连接词 F1 | 准 | 全 |")
    print("|---|---|---|---|---|---|---|---|---|")
    for kind in dict.fromkeys(text.kind for text in texts):
        # As used: only where more words than that stand without punctuation.
        asked = [text for text in texts if text.kind == kind and len(text.words) > LONGEST_CLAUSE]
        words, ends = sum(len(t.words) for t in asked), sum(len(t.ends) + t.lost for t in asked)
        learned = overlap((text, tables[text.fold].after(text.words)) for text in asked)
        linked = overlap((text, by_links(text.words)) for text in asked)
        print(f"| {kind} | {words:,} | {ends:,} | {learned} | {linked} |", flush=True)
    table = fit(texts)
    print(f"{len(texts):,} 段文字，表里 {len(table.splitlines()) - 1:,} 行")
    if options.write:
        (ROOT / "voc" / "resources" / TABLE).write_text(table, encoding="utf8")


if __name__ == "__main__":
    main()
