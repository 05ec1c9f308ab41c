"""Whether the words shown for a cause of a call are those that a reader marked, by models that had not seen the call.

    python benchmarks/call_evidence.py

The text models are fitted in five folds (ten minutes or so). On calls with marked evidence in `data/samples` and
`data/labels`, over causes that both claim: overlap in characters and the share of claims whose basis
(said or inferred) is the reader's; beside it what whole utterances would give, and how it is where nothing was learned
of which clauses readers mark.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from labelled_texts import DATA, held_out, read_all

from voc.domain.measures import Measure
from voc.nlp.call_evidence import EvidenceModel, untaught
from voc.nlp.evaluation import Judged
from voc.nlp.evaluation.evidence import evidence_statistics
from voc.nlp.language import shipped_language
from voc.nlp.training import judge_unseen
from voc.nlp.training.unseen import NO_VERSION
from voc.nlp.verdict import Judging

# Part of the calls by the beginnings of their ids.
PARTS = {
    "样例": ("PF-", "EB-", "CC-", "OP-"),
    "W1–W15": tuple(f"W{n}-" for n in range(1, 16)),
    "W20–W27": tuple(f"W{n}-" for n in range(20, 28)),
    "W28–W43": tuple(f"W{n}-" for n in range(28, 44)),
    "W44–W54": tuple(f"W{n}-" for n in range(44, 55)),
    "W55–W57": tuple(f"W{n}-" for n in range(55, 58)),
}

Marked = Sequence[tuple[Judging, Judged]]


def answers(marked: Marked, evidence: EvidenceModel) -> list[Judged]:
    """Judged anew, with other weights of what proves a claim."""
    found = []
    for judging, judged in marked:
        model = replace(judging.model, evidence=evidence)
        again = Judging(judging.observed, judging.heard, judging.language, model)
        found.append(Judged(judged.contact, judged.gold, again.analysis(NO_VERSION)))
    return found


def measured(judged: Sequence[Judged]) -> str:
    statistics = evidence_statistics(judged)
    ours, whole = (statistics[m].value(len(judged)) for m in (Measure.EVIDENCE_F1, Measure.EVIDENCE_F1_WHOLE_UTTERANCE))
    same = [
        a.basis is j.gold.basis[a.cause] for j in judged for a in j.analysis.attributions if a.cause in j.gold.basis
    ]
    return f"{ours:.3f} | {whole:.3f} | {sum(same) / max(1, len(same)):.3f}"


def lines(marked: Marked) -> Iterator[str]:
    yield "| 通话 | 通数 | 没有学过：证据 F1 | 整句 | 依据相同 | 学过：证据 F1 | 整句 | 依据相同 |"
    yield "|---|---|---|---|---|---|---|---|"
    for name, beginnings in {"全部": ("",), **PARTS}.items():
        own = [pair for pair in marked if pair[1].contact.id.startswith(beginnings)]
        plain = measured(answers(own, untaught()))
        yield f"| {name} | {len(own)} | {plain} | {measured([judged for _, judged in own])} |"


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    if not (options.data / "app_reviews").is_dir():
        sys.exit(f"没有 {options.data / 'app_reviews'}：这项测量需要带标注的评论，跳过")
    language = shipped_language()
    training = read_all(options.data, language).used()
    held = held_out(training, language)
    unseen = judge_unseen(training, held, language)
    marked = [
        (judging, Judged(training[n].observed.contact, training[n].gold, judging.analysis(NO_VERSION)))
        for n, judging in sorted(unseen.judgings.items())
        if training[n].spoken and training[n].gold.evidence
    ]
    print("\n".join(lines(marked)))


if __name__ == "__main__":
    main()
