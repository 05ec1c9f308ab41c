"""Comments that say nothing: numbers, fillers, or nothing but the name of something."""

import re
from collections.abc import Collection
from functools import cache

from voc.nlp.cues import Cues
from voc.nlp.masking.spans import MASK
from voc.nlp.masking.surnames import surnames
from voc.nlp.passage import PICTURES

# A comment of more characters is read, whatever it names.
LONGEST = 24
LONGEST_NAME = 12
# Numbers with what they count, and people by their titles (张经理).
_NUMBERS = re.compile(r"\d+(?:[.:]\d+)?(?:万|千|百|亿)?(?:元|块钱?|岁|年|月|日|号|点|天|笔|张|工号)?")
_TITLES = "经理|行长|主任|主管|老师|师傅|先生|女士|小姐"
# A digit or 10 alone is a score that was written down.
_SCORE = re.compile(r"(?:\d|10)")
# An object that is a trouble by its name (信用卡盗刷, 手机银行登录超时).
_TROUBLE = re.compile(r"强制|冻结|失败|超时|盗刷|催收|逾期|违约|错|异常|广告|限制|退回|解除|撤销")
_EMOJI = re.compile(rf"[{PICTURES}]")


def is_bare(text: str, cues: Cues, names: Collection[str]) -> bool:
    """Whether a comment, as it is read, says nothing: no word, or only numbers, fillers, names and masked characters.

    `names` are those of business objects, letters and digits alone. An emoji says something, and so does a score.
    """
    if _EMOJI.search(text):
        return False
    said = "".join(filter(str.isalnum, text.replace(MASK, "")))
    if len(said) > LONGEST or _SCORE.fullmatch(said):
        return False
    said = _people().sub("", _NUMBERS.sub("", said))
    # Where what is read so far could end with a name or a filler.
    ends = {0}
    for end in range(1, len(said) + 1):
        if any(
            start in ends and _names(said[start:end], cues, names) for start in range(max(0, end - LONGEST_NAME), end)
        ):
            ends.add(end)
    return len(said) in ends


@cache
def _people() -> re.Pattern[str]:
    """Built when a comment is first asked about, as the surnames are read from a file."""
    return re.compile(rf"[{''.join(sorted(surnames().single))}](?:{_TITLES})")


def _names(word: str, cues: Cues, names: Collection[str]) -> bool:
    return word in cues.fillers or word in cues.bare_names or (word in names and _TROUBLE.search(word) is None)
