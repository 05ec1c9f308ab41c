"""What a very long turn costs, beside one of half its length and beside the same words in short turns.

    python benchmarks/long_texts.py [--characters 50000] [--model FOLDER]

Where the time grows with the length alone, twice the length takes about twice as long, and one turn about as long as
many of one sentence each. Seconds are those of the processor in this process.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from voc.domain.contact import Contact  # noqa: E402
from voc.domain.conversation import Conversation, Speaker, Utterance  # noqa: E402
from voc.domain.survey import SurveyResponse  # noqa: E402
from voc.nlp.analyzer import Analyzer, load_analyzer  # noqa: E402
from voc.settings import DEFAULT_MODEL, shipped  # noqa: E402

SENTENCES = {
    "sentences": "转账一直失败，客服让我去网点，太麻烦了。",
    "no punctuation": "转账一直失败客服让我去网点太麻烦了",
    "linking words": "但是",
}


def contact_of(turns: Sequence[str]) -> Contact:
    """A call with a low score in which the customer says some turns."""
    utterances = (Utterance(Speaker.AGENT, "您好"), *(Utterance(Speaker.CUSTOMER, turn) for turn in turns))
    return Contact.of(Conversation("C-1", utterances), (SurveyResponse("S-1", conversation_id="C-1", score=1),))


def seconds(analyzer: Analyzer, turns: Sequence[str]) -> float:
    contact, begin = contact_of(turns), time.process_time()
    analyzer.analyze(contact)
    return time.process_time() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=50_000)
    parser.add_argument("--model", type=Path, default=shipped("models") / DEFAULT_MODEL)
    options = parser.parse_args()
    analyzer = load_analyzer(options.model)
    seconds(analyzer, ["转账失败"])
    print(f"{'of':16}{'half, s':>9}{'one turn, s':>13}{'x half':>8}{'short turns, s':>16}{'x short':>9}")
    for name, sentence in SENTENCES.items():
        count = options.characters // len(sentence)
        half = seconds(analyzer, [sentence * (count // 2)])
        one = seconds(analyzer, [sentence * count])
        short = seconds(analyzer, [sentence] * count)
        print(f"{name:16}{half:9.2f}{one:13.2f}{one / half:8.1f}{short:16.2f}{one / short:9.2f}", flush=True)


if __name__ == "__main__":
    main()
