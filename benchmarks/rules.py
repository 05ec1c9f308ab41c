"""1,000 rules over 10,000 calls in one pass, with the prefilter and, on fewer calls, without it.

Rules and calls are made from the utterances of the sample calls, always the same. Only the matching is timed, in
seconds of the processor, as the machine may be busy: texts are read and cut into words once for everything else that
looks at them. Prints a table.

    python benchmarks/rules.py
"""

import random
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

from voc.domain.attribution import Kind
from voc.domain.conversation import Conversation, Speaker
from voc.domain.moments import Phase
from voc.domain.rule import Rule, Says
from voc.ingest import Read, read_records
from voc.nlp.language import shipped_language
from voc.nlp.passage import Passage, passage_of
from voc.nlp.rules import RuleBook, Scene, parse
from voc.nlp.tokenizer import Tokenizer

RULES, CALLS, UTTERANCES = 1_000, 10_000, 30
WITHOUT_PREFILTER = 40
SEED = 20261104
CALLS_FILE = Path(__file__).parents[1] / "data" / "samples" / "calls.jsonl"


def main() -> None:
    ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter).parse_args()
    language = shipped_language()
    passages = _passages(language.tokenizer)
    rules = _rules(passages, random.Random(SEED))
    filtered, unfiltered = RuleBook(rules), RuleBook(rules, filtered=False)
    scenes = _scenes(passages, random.Random(SEED), CALLS)
    seconds, votes, characters = _timed(filtered, scenes, CALLS)
    few = list(_scenes(passages, random.Random(SEED), WITHOUT_PREFILTER))
    _, votes_with, _ = _timed(filtered, iter(few), WITHOUT_PREFILTER)
    _, votes_without, _ = _timed(unfiltered, iter(few), WITHOUT_PREFILTER)
    if votes_with != votes_without:
        raise SystemExit("the prefilter changes votes")
    shipped = RuleBook(language.rule_set.rules, language.rule_set.lists)
    fast, slow, own = _best(filtered, few), _best(unfiltered, few), _best(shipped, few)
    print("| 测量 | 值 |")
    print("|---|---|")
    print(f"| 规则 / 通话 / 每通话语 / 每通字数 | {RULES:,} / {CALLS:,} / {UTTERANCES} / {characters / CALLS:.0f} |")
    print(f"| 一遍用时（处理器时间，下同） | {seconds:.1f} 秒 |")
    print(f"| 每秒通话 | {CALLS / seconds:.0f} |")
    print(f"| 每通话 | {1000 * seconds / CALLS:.2f} 毫秒 |")
    print(f"| 得到的票 | {votes:,} |")
    print(f"| 有预筛，{WITHOUT_PREFILTER} 通 | 每通 {fast:.2f} 毫秒 |")
    print(f"| 无预筛，同样的 {WITHOUT_PREFILTER} 通 | 每通 {slow:.1f} 毫秒 |")
    print(f"| 预筛快多少倍（票相同） | {slow / fast:.0f} |")
    print(f"| 随附的 {len(shipped.rules)} 条规则 | 每通 {own:.2f} 毫秒 |")


def _timed(book: RuleBook, scenes: Iterator[Scene], count: int) -> tuple[float, int, int]:
    """Processor seconds of the matching alone, votes, and characters read."""
    seconds, votes, characters = 0.0, 0, 0
    for _, scene in zip(range(count), scenes, strict=False):
        start = process_time()
        found = book.match(scene)
        seconds += process_time() - start
        votes += len(found)
        characters += sum(len(passage.text) for passage in scene.passages)
    return seconds, votes, characters


def _best(book: RuleBook, scenes: Sequence[Scene]) -> float:
    """Milliseconds a call, the best of three runs."""
    return min(1000 * _timed(book, iter(scenes), len(scenes))[0] / len(scenes) for _ in range(3))


def _passages(tokenizer: Tokenizer) -> list[Passage]:
    """Every utterance of the sample calls, read."""
    rows = read_records(CALLS_FILE, zone=ZoneInfo("Asia/Shanghai"))
    calls = [row.record for row in rows if isinstance(row, Read) and isinstance(row.record, Conversation)]
    spoken = [u for call in calls for u in call.utterances]
    return [passage_of(u.text, tokenizer, utterance=0, speaker=u.speaker) for u in spoken]


def _scenes(passages: Sequence[Passage], chance: random.Random, count: int) -> Iterator[Scene]:
    """Calls of utterances drawn at random, in four phases of equal length."""
    phases = tuple(Phase(phase) for phase in Phase for _ in range(UTTERANCES // 4 + 1))[:UTTERANCES]
    for _ in range(count):
        drawn = chance.choices(passages, k=UTTERANCES)
        yield Scene(tuple(replace(p, utterance=n) for n, p in enumerate(drawn)), phases=phases)


def _rules(passages: Sequence[Passage], chance: random.Random) -> list[Rule]:
    words = sorted({t.text for p in passages for t in p.tokens if len(t.text) >= 2 and t.text.isalnum()})
    clauses = [p.text[a:b] for p in passages for a, b in p.clauses if b - a >= 8]
    return [_rule(number, _expression(number, words, clauses, chance)) for number in range(RULES)]


def _expression(number: int, words: Sequence[str], clauses: Sequence[str], chance: random.Random) -> str:
    """One of eight forms in turn; gap phrases are pieces of a clause, so that they do hit."""
    some = "|".join(f'"{word}"' for word in chance.sample(words, 8))
    others = "|".join(f'"{word}"' for word in chance.sample(words, 8))
    clause = chance.choice(clauses).replace('"', "")
    phrase = f'"{clause[:3].strip() or "的"}" ..10 "{clause[5:7].strip() or "的"}"'
    return (
        some,
        phrase,
        f"{phrase} UNLESS {others}",
        f"({some}) NEAR/5 ({others})",
        f"({some}) AND NOT ({others})",
        f"({some}) BEFORE/3 AGENT({others})",
        f"PHASE/answering({some}) OR FIRST/20%({others})",
        f"ATLEAST/2({some.replace('|', ', ')})",
    )[number % 8]


def _rule(number: int, expression: str) -> Rule:
    return Rule(
        f"made.{number}", "rule.channel", "", Says.COMPLAINT, Speaker.CUSTOMER, Kind.PAIN, 1.0,
        (parse(expression),), (), frozenset(), ("x",), (),
    )  # fmt: skip


if __name__ == "__main__":
    main()
