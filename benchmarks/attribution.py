"""How well causes are told on labelled reviews, beside the pipeline a user would write today.

    python benchmarks/attribution.py [--data ../shared/data]

The baseline, in the same run: `jieba.lcut` words and character 1–3-grams, TF-IDF, one logistic regression a cause,
fitted on `app_reviews/train.jsonl`, thresholds chosen on held-out fifths of it. Ours: the shipped model. Both answer
`app_reviews/dev.jsonl`, which neither was fitted on.
"""

import argparse
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from voc.domain.taxonomy import Cause
from voc.engines.local import OneByOne
from voc.nlp.analyzer import load_analyzer
from voc.nlp.evaluation import f1
from voc.services.evaluating import evaluate
from voc.settings import shipped

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ("dissatisfied", *map(str, Cause))


def read(path: Path) -> tuple[list[str], dict[str, list[bool]]]:
    records = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    answers = {c: [c in r["gold"]["causes"] for r in records] for c in QUESTIONS[1:]}
    return [r["comment"] for r in records], {"dissatisfied": [r["gold"]["dissatisfied"] for r in records], **answers}


def cut(text: str) -> list[str]:
    return jieba.lcut(text)


def pipeline() -> Pipeline:
    words = TfidfVectorizer(tokenizer=cut, token_pattern=None, ngram_range=(1, 2), min_df=2)
    characters = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2)
    return make_pipeline(make_union(words, characters), LogisticRegression(C=10.0, max_iter=2000))


def baseline(train: Path, dev: Path) -> dict[str, float]:
    (texts, wanted), (new_texts, new_wanted) = read(train), read(dev)
    scores = {}
    for question in QUESTIONS:
        answers = np.array(wanted[question])
        folds = KFold(5, shuffle=True, random_state=0)
        held_out = cross_val_predict(pipeline(), texts, answers, cv=folds, method="predict_proba")[:, 1]
        cuts = [round(0.05 + 0.01 * k, 2) for k in range(91)]
        best = max(cuts, key=lambda cut: f1(zip(answers, held_out >= cut, strict=True)))
        found = pipeline().fit(texts, answers).predict_proba(new_texts)[:, 1] >= best
        scores[question] = f1(zip(new_wanted[question], map(bool, found), strict=True))
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    reviews = parser.parse_args().data / "app_reviews"
    if not reviews.is_dir():
        sys.exit(f"没有 {reviews}：这项测量需要带标注的评论")
    jieba.setLogLevel("ERROR")
    dev = reviews / "dev.jsonl"
    theirs = baseline(reviews / "train.jsonl", dev)
    engine = OneByOne(load_analyzer(shipped("models") / "attribution"))
    [ours] = evaluate([dev], engine=engine, zone=ZoneInfo("Asia/Shanghai")).values()
    ours["dissatisfied"] = ours["dissatisfied_f1"]
    theirs["macro_f1"] = sum(theirs[str(c)] for c in Cause) / 3
    print(f"{'F1':14} {'TF-IDF + LR':>12} {'voc':>8} {'比值':>6}")
    for name in (*QUESTIONS, "macro_f1"):
        print(f"{name:14} {theirs[name]:12.4f} {ours[name]:8.4f} {ours[name] / theirs[name]:6.2f}")


if __name__ == "__main__":
    main()
