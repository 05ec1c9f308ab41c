"""The text of an example → who says what."""

import re

from voc.domain.conversation import Speaker

# Turns stand on lines of their own; as a document sets them, on one line with ` / ` between them.
_BETWEEN = re.compile(r"\n|\s/\s+(?=[客座系][:：])")
_TURN = re.compile(r"([客座系])[:：]\s*(.*)")
_SPEAKERS = {"客": Speaker.CUSTOMER, "座": Speaker.AGENT, "系": Speaker.SYSTEM}


def turns_of(text: str, speaker: Speaker) -> list[tuple[Speaker, str]]:
    """One turn of a speaker's, or several that begin with `客：`, `座：` or `系：`, all of them.

    >>> turns_of("座：您好 / 客：闪退", Speaker.CUSTOMER)
    [(<Speaker.AGENT: 'agent'>, '您好'), (<Speaker.CUSTOMER: 'customer'>, '闪退')]
    """
    turns = [_TURN.fullmatch(line.strip()) for line in _BETWEEN.split(text.strip())]
    said = [(_SPEAKERS[turn[1]], turn[2]) for turn in turns if turn is not None]
    return said if len(said) == len(turns) else [(speaker, text)]
