"""The two public satisfaction corpora (Song et al., EMNLP 2019), read for benchmarks/peak_end.py."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voc.domain.conversation import Speaker, Utterance
from voc.nlp.satisfaction.dialogue import Dialogue, dialogue_of
from voc.nlp.satisfaction.sentiment import Feeling, Feelings

CORPORA = ("makeup", "clothes")
SPLITS = ("train", "dev", "test")
SPEAKERS = {"c:": Speaker.CUSTOMER, "b:": Speaker.AGENT}
FEELINGS = {"1": Feeling(1.0, 0.0), "2": Feeling(0.0, 0.0), "3": Feeling(0.0, 1.0)}


@dataclass(frozen=True)
class Part:
    """Dialogues with the satisfaction (1…3) of each and the given feeling of each utterance."""

    dialogues: list[Dialogue]
    satisfaction: list[int]
    given: list[Feelings]


def read_part(path: Path) -> Part:
    """One file: blocks with the satisfaction in the first line, then index, speaker, words, sentiment a line."""
    part = Part([], [], [])
    for head, *lines in _blocks(path):
        cells = [line.split("\t") for line in lines]
        utterances = [Utterance(SPEAKERS[speaker], text) for _, speaker, text, _ in cells]
        part.dialogues.append(dialogue_of(utterances, str.split))
        part.satisfaction.append(int(head))
        part.given.append([FEELINGS[sentiment] for *_, sentiment in cells])
    return part


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            if line.strip():
                block.append(line.rstrip("\n"))
            elif block:
                yield block
                block = []
    if block:
        yield block
