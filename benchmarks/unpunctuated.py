"""What recognition without punctuation costs: labelled texts as they are, and with their punctuation taken out.

    python benchmarks/unpunctuated.py [--model FOLDER] [--data FOLDER]

Without punctuation each text is read three times: as one clause, cut before fixed linking words, and cut where the
table of clause ends says. Utterances stay what they are; only the signs within them go, in the marked evidence too.
"""

import re
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clause_ends import by_links
from labelled_texts import DATA, ZONE

from voc.domain.contact import Contact
from voc.nlp.analyzer import Analyzer, load_analyzer
from voc.nlp.clause_ends import ClauseEnds
from voc.nlp.evaluation import Judged, measure
from voc.nlp.gold import Gold
from voc.nlp.privacy import masked_contact
from voc.services.labelled import read_labelled
from voc.settings import DEFAULT_MODEL, shipped

SHOWN = ("dissatisfied_f1", "macro_f1", "factor_f1", "error", "evidence_f1", "evidence_f1_whole_utterance")
_SIGNS = re.compile(r"[,，。.!！?？;；:：、~～…“”\"()（）\s]+(?!\d)")
# From how many characters on a text was cut before linking words.
LONG = 40
# The logit of a place at which no clause ends.
NEVER = -99.0


class LinkingWords(ClauseEnds):
    def after(self, words: Sequence[str]) -> list[int]:
        return by_links(words) if sum(map(len, words)) > LONG else []


def without(text: str) -> str:
    return _SIGNS.sub("", text)


def stripped(contact: Contact) -> Contact:
    surveys = tuple(replace(s, comment=without(s.comment)) for s in contact.surveys)
    call = contact.conversation
    if call is None:
        return replace(contact, surveys=surveys)
    spoken = tuple(replace(u, text=without(u.text)) for u in call.utterances)
    own = None if call.survey is None else replace(call.survey, comment=without(call.survey.comment))
    return replace(contact, conversation=replace(call, utterances=spoken, survey=own), surveys=surveys)


def stripped_marks(gold: Gold) -> Gold:
    marks = {cause: tuple((at, without(words)) for at, words in spans) for cause, spans in gold.evidence.items()}
    return replace(gold, evidence=marks)


def judged(analyzer: Analyzer, asked: Sequence[tuple[Contact, Gold]]) -> list[Judged]:
    return [Judged(contact, gold, analyzer.analyze(masked_contact(contact))) for contact, gold in asked]


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", type=Path, default=shipped("models") / DEFAULT_MODEL)
    options = parser.parse_args()
    if not options.data.is_dir():
        sys.exit(f"没有 {options.data}：这项测量需要带标注的文字，跳过")
    learned = load_analyzer(options.model)

    def cutting(ends: ClauseEnds) -> Analyzer:
        return replace(learned, language=replace(learned.language, clause_ends=ends))

    for file in (options.data / "app_reviews" / "dev.jsonl", options.data / "calls_dev.jsonl"):
        given = [(one.contact, one.gold) for one in read_labelled([file], zone=ZONE)]
        bare = [(stripped(contact), stripped_marks(gold)) for contact, gold in given]
        rows = {
            "有标点": judged(learned, given),
            "没有标点：不断句": judged(cutting(ClauseEnds(NEVER, {})), bare),
            "没有标点：在连接词前断": judged(cutting(LinkingWords(NEVER, {})), bare),
            "没有标点：按学得的断": judged(learned, bare),
        }
        print(f"\n| {file.stem} | " + " | ".join(SHOWN) + " |\n|" + "---|" * (len(SHOWN) + 1))
        for name, found in rows.items():
            measures = measure(found)
            print(f"| {name} | " + " | ".join(f"{measures[key]:.3f}" for key in SHOWN) + " |")


if __name__ == "__main__":
    main()
