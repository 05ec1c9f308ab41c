"""Dialogues in made-up words, and what a reader would say of them."""

from collections.abc import Sequence

from voc.domain.conversation import Speaker, Utterance
from voc.nlp.satisfaction.dialogue import Turn, dialogue_of
from voc.nlp.satisfaction.sentiment import Feeling, Feelings

SPEAKERS = {"客": Speaker.CUSTOMER, "座": Speaker.AGENT, "系": Speaker.SYSTEM}
BAD, PLAIN, GOOD = Feeling(1.0, 0.0), Feeling(0.0, 0.0), Feeling(0.0, 1.0)
# The customer's words that carry feeling, and filler that carries none.
FELT = {"1": BAD, "2": GOOD}
LINES = ("座：8 9", "客：5 6 {}", "座：8 {}", "客：5 {}")


def dialogue(*lines: str) -> tuple[Turn, ...]:
    """Lines such as `客：7 12`: who speaks, and words between blanks."""
    return dialogue_of([Utterance(SPEAKERS[line[0]], line[2:]) for line in lines], str.split)


def corpus(count: int = 30) -> tuple[list[tuple[Turn, ...]], list[Feelings], list[int]]:
    """Dialogues of three levels in turn, with the feelings of their utterances.

    Level 1 says `1`, level 3 says `2`, level 2 neither; `41` to `43` make them differ.
    """
    dialogues, feelings, levels = [], [], []
    for n in range(count):
        level = n % 3 + 1
        word = {1: "1", 2: "7", 3: "2"}[level]
        made = dialogue(*(line.format(f"{word} {41 + n % 4}") if line[0] == "客" else line for line in LINES))
        dialogues.append(made)
        feelings.append([felt(turn) for turn in made])
        levels.append(level)
    return dialogues, feelings, levels


def felt(turn: Turn) -> Feeling:
    found: Sequence[Feeling] = [FELT[word] for word in turn.words if word in FELT]
    return found[0] if found else PLAIN
