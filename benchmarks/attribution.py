"""How well causes are told on labelled reviews and calls, side by side with what else one could do.

    python benchmarks/attribution.py                        keyword lists, TF-IDF + LR, rules, model, whole; ablation
    python benchmarks/attribution.py --data-ablation        also without each kind of training data (half an hour), all
                                                            of it without the encoder, which was fitted on all kinds
    python benchmarks/attribution.py --folds                on each kind of training data, by models that had not seen
                                                            a record, with and without the encoder
    python benchmarks/attribution.py --cross-validation 3   grouped five-fold validation over train + dev, repeated

Everything is fitted in the run on the files that `make model` uses; no labelled text of `dev` or `calls_dev` is among
them (but for the cross-validation, which divides train and dev together). Intervals are 95 % bootstrap intervals over
records. All read the same records in the same run.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import jieba
import numpy as np
from baselines import QUESTIONS, by_keywords, by_tfidf
from labelled_texts import DATA, Texts, held_out, read_all

from voc.domain.moments import NEUTRAL_BAND
from voc.domain.rule import Says
from voc.domain.taxonomy import Cause
from voc.nlp.classifier import Answers
from voc.nlp.evaluation import Judged, f1, measure
from voc.nlp.heard import Heard
from voc.nlp.language import Language, shipped_language
from voc.nlp.model import Model
from voc.nlp.signals import Observed
from voc.nlp.training import HeldOut, Labelled, hold_out, judge_unseen
from voc.nlp.training.combining import combine
from voc.nlp.training.unseen import NO_VERSION
from voc.nlp.verdict import judging

SHOWN = ("dissatisfied_f1", *map(str, Cause), "macro_f1", "factor_f1", "primary_accuracy", "ece", "error")
RESAMPLES = 1000

Change = Callable[[Observed, Heard], tuple[Observed, Heard]]


def as_it_is(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return observed, heard


def without_rules(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return replace(observed, matches={}, taken_back={}), heard


def without_clauses(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return observed, _changed(
        heard, lambda a: replace(a, clauses=[a.whole] * len(a.clauses), tops=a.whole if a.clauses else a.tops)
    )


def without_whole(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return observed, _changed(heard, lambda a: replace(a, whole=a.tops) if a.clauses else a)


def without_call(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return observed, Heard(heard, points=heard.points)


def without_points(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return observed, Heard(heard, heard.call)


def without_encoder(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return observed, _changed(heard, lambda a: replace(a, encoded=None))


def without_agents(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    told = observed.others
    return observed, heard.with_passages({i: answers for i, answers in heard.items() if i not in told})


def without_lexicon(observed: Observed, heard: Heard) -> tuple[Observed, Heard]:
    return replace(observed, valences=tuple(None if v is None else 0.0 for v in observed.valences)), heard


def _changed(heard: Heard, change: Callable[[Answers], Answers]) -> Heard:
    return heard.with_passages({i: change(answers) for i, answers in heard.items()})


PARTS: dict[str, Change] = {
    "全部": as_it_is,
    "没有规则（只有模型）": without_rules,
    "没有分句模型": without_clauses,
    "没有整段模型": without_whole,
    "没有整通读一遍": without_call,
    "没有前后的话": without_points,
    "没有编码器": without_encoder,
    "没有听座席说了什么": without_agents,
    "没有情绪词表": without_lexicon,
}


def fitted(training: Sequence[Labelled], held: HeldOut, change: Change, language: Language) -> Model:
    changed = []
    for one, heard in zip(training, held.heard, strict=True):
        observed, answers = change(one.observed, heard)
        changed.append((replace(one, observed=observed), answers))
    return combine(changed, held, language)


def answered(asked: Sequence[Labelled], model: Model, change: Change, language: Language) -> list[Judged]:
    found = []
    for one in asked:
        observed, heard = change(one.observed, model.hear(one.observed))
        analysis = judging(observed, heard, language, model).analysis(NO_VERSION)
        found.append(Judged(one.observed.contact, one.gold, analysis))
    return found


def by_rules(one: Labelled) -> dict[str, bool]:
    """Rules alone: what the customer complains of or reports, and what an agent's lapse shows."""
    said = [m for i in one.observed.matches for m in one.observed.matches[i] if m.rule.says is not Says.RECITAL]
    bad = bool(said) or any(v is not None and v < -NEUTRAL_BAND for v in one.observed.valences)
    return {"dissatisfied": bad, **{str(c): any(m.rule.cause is c for m in said) for c in Cause}}


def answers_table(asked: Sequence[Labelled], systems: dict[str, list[dict[str, bool]]]) -> None:
    gold = [{"dissatisfied": o.gold.dissatisfied, **{str(c): c in o.gold.causes for c in Cause}} for o in asked]
    print(f"  {'':24}" + "".join(f"{q:>14}" for q in QUESTIONS) + f"{'macro-F1 [95 %]':>28}")
    for name, rows in systems.items():
        scores = [f1((g[q], r[q]) for g, r in zip(gold, rows, strict=True)) for q in QUESTIONS]
        low, high = interval(gold, rows)
        cells = "".join(f"{score:14.4f}" for score in scores)
        print(f"  {name:24}{cells}{sum(scores[1:]) / 3:12.4f} [{low:.4f}, {high:.4f}]")


def interval(gold: Sequence[dict[str, bool]], rows: Sequence[dict[str, bool]]) -> tuple[float, float]:
    table = np.array([[(g[str(c)], r[str(c)]) for c in Cause] for g, r in zip(gold, rows, strict=True)], dtype=int)
    drawn = np.random.default_rng(0).integers(0, len(table), (RESAMPLES, len(table)))
    both, total = table.prod(axis=2), table.sum(axis=2)
    scores = (2 * both[drawn].sum(axis=1) / np.maximum(total[drawn].sum(axis=1), 1)).mean(axis=1)
    return float(np.quantile(scores, 0.025)), float(np.quantile(scores, 0.975))


def as_answers(judged: Sequence[Judged]) -> list[dict[str, bool]]:
    return [
        {"dissatisfied": j.analysis.dissatisfied, **{str(c): c in j.analysis.found_causes for c in Cause}}
        for j in judged
    ]


def measures_table(rows: dict[str, list[Judged]]) -> None:
    print(f"  {'':24}" + "".join(f"{name:>17}" for name in SHOWN))
    for name, judged in rows.items():
        found = measure(judged)
        print(f"  {name:24}" + "".join(f"{found[key]:17.4f}" for key in SHOWN))


def texts_of(rows: Sequence[Labelled]) -> list[str]:
    return ["\n".join(p.reading.given for p in one.observed.passages) for one in rows]


def compare(texts: Texts, language: Language) -> None:
    training = texts.used()
    started = time.monotonic()
    held = held_out(training, language)
    print(f"拟合用了 {time.monotonic() - started:.0f} s，训练记录 {len(training)} 条")
    models = {name: fitted(training, held, change, language) for name, change in PARTS.items()}
    train = texts.training["已标注的评论 train"]
    wanted = {
        "dissatisfied": [o.gold.dissatisfied for o in train],
        **{str(c): [c in o.gold.causes for o in train] for c in Cause},
    }
    for file, asked in texts.asked.items():
        judged = {name: answered(asked, model, PARTS[name], language) for name, model in models.items()}
        learned = by_tfidf(texts_of(train), wanted, texts_of(asked))
        print(f"\n{file}（{len(asked)} 条）F1")
        answers_table(
            asked,
            {
                "关键词表": [by_keywords(text) for text in texts_of(asked)],
                "TF-IDF + LR": [{q: learned[q][n][1] for q in QUESTIONS} for n in range(len(asked))],
                "只有规则": [by_rules(one) for one in asked],
                "只有模型": as_answers(judged["没有规则（只有模型）"]),
                "全部": as_answers(judged["全部"]),
            },
        )
        print("\n去掉一部分")
        measures_table(judged)


def ablate_data(texts: Texts, language: Language) -> None:
    rows: dict[str, dict[str, list[Judged]]] = {file: {} for file in texts.asked}
    for kind in texts.training:
        training = texts.used(kind)
        held = hold_out(training, language, progress=lambda _: None)
        model = fitted(training, held, as_it_is, language)
        for file, asked in texts.asked.items():
            rows[file][f"没有{kind}"] = answered(asked, model, as_it_is, language)
    for file, judged in rows.items():
        print(f"\n{file}，不用一种训练数据")
        measures_table(judged)


def by_folds(texts: Texts, language: Language) -> None:
    training = texts.used()
    held = held_out(training, language)
    heard = tuple(without_encoder(one.observed, own)[1] for one, own in zip(training, held.heard, strict=True))
    rows: dict[str, dict[str, list[Judged]]] = {kind: {} for kind in texts.training}
    for name, own in (("没有编码器", replace(held, encoder=None, heard=heard)), ("全部", held)):
        unseen = judge_unseen(training, own, language)
        model = combine(list(zip(training, own.heard, strict=True)), own, language)
        numbers = iter(range(len(training)))
        for kind, records in texts.training.items():
            asked = [next(numbers) for _ in records]
            rows[kind][name] = [unseen.judged(n, model) for n in asked if n in unseen.judgings]
    for kind, judged in rows.items():
        print(f"\n{kind}（{len(judged['全部'])} 条）：没有见过它们的模型，五折")
        measures_table(judged)


def cross_validate(texts: Texts, language: Language, repeats: int) -> None:
    training = [*texts.used(), *texts.asked["dev"]]
    asked = {id(one) for one in (*texts.training["已标注的评论 train"], *texts.asked["dev"])}
    dev = {id(one) for one in texts.asked["dev"]}
    numbers = [n for n, one in enumerate(training) if id(one) in asked]
    found = []
    for seed in range(repeats):
        held = held_out(training, language, seed=seed)
        unseen = judge_unseen(training, held, language)
        model = combine(list(zip(training, held.heard, strict=True)), held, language)
        rows = {n: unseen.judged(n, model) for n in numbers if n in unseen.judgings}
        found.append(
            {
                "train + dev": measure(list(rows.values())),
                "其中 dev": measure([j for n, j in rows.items() if id(training[n]) in dev]),
            }
        )
        for name, measures in found[-1].items():
            print(f"  第 {seed + 1} 次 {name:12}" + "".join(f" {key} {measures[key]:.4f}" for key in SHOWN), flush=True)
    for name in found[0]:
        print(f"\n{name}：{repeats} 次的平均（最小–最大）")
        for key in SHOWN:
            values = [float(run[name][key] or 0) for run in found]
            print(f"  {key:18} {sum(values) / len(values):.4f} ({min(values):.4f}–{max(values):.4f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--data-ablation", action="store_true")
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--cross-validation", type=int, metavar="REPEATS")
    options = parser.parse_args()
    if not (options.data / "app_reviews").is_dir():
        sys.exit(f"没有 {options.data / 'app_reviews'}：这项测量需要带标注的评论，跳过")
    jieba.setLogLevel("ERROR")
    language = shipped_language()
    texts = read_all(options.data, language)
    if options.cross_validation:
        cross_validate(texts, language, options.cross_validation)
        return
    if options.folds:
        by_folds(texts, language)
        return
    compare(texts, language)
    if options.data_ablation:
        ablate_data(texts, language)


if __name__ == "__main__":
    main()
