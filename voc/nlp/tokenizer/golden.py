"""Texts with the words that jieba makes of them: what a fast engine must cut alike before it is used.

The file's first line names the dictionary by its hash and the sum of frequencies that jieba counts twice; each further
line is the words of one text. jieba itself need not be loaded to check an engine.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from voc.nlp.tokenizer.reference import Cutter


@dataclass(frozen=True, slots=True)
class Golden:
    """`texts` holds the words of each text; `counted_twice` is that of FastCutter."""

    dictionary: str
    counted_twice: int
    texts: tuple[tuple[str, ...], ...]

    @classmethod
    def parse(cls, lines: Iterable[str]) -> "Golden":
        head, *rows = map(json.loads, lines)
        return cls(head["dictionary"], head["counted_twice"], tuple(map(tuple, rows)))

    def lines(self) -> Iterable[str]:
        """What `parse` reads, without line ends."""
        yield json.dumps({"dictionary": self.dictionary, "counted_twice": self.counted_twice})
        yield from (json.dumps(words, ensure_ascii=False, separators=(",", ":")) for words in self.texts)

    def agrees(self, cutter: Cutter) -> bool:
        """Whether an engine cuts every text into the same words."""
        return all(tuple(cutter.cut("".join(words))) == words for words in self.texts)


@cache
def shipped_golden() -> Golden:
    """The texts that come with the program, cut with the dictionary that comes with it."""
    return Golden.parse(files("voc").joinpath("resources", "golden_tokens.jsonl").read_text("utf8").splitlines())
