"""Wishes for something better: what the customer would like of the bank, not what he wants of this call."""

import re
from collections.abc import Iterable

from voc.domain.attribution import Kind
from voc.domain.conversation import Speaker
from voc.nlp.passage import Passage
from voc.nlp.rules import Match
from voc.nlp.signals import Observed

_ASKED = re.compile("能不能|可不可以|能否|可否|是否|吗|[吧呗]$")
_NO_WISH = re.compile(f"{_ASKED.pattern}|像[你您]|[你您](?:接|这么|这样)|碰[到上][你您]")
_GRANTED = re.compile("(?:[嗯哦啊对是的,]|您好|那个)*(?:可以(?!理解)|能的|有的|支持|已经(?:有|能|可以|支持|上线))")
# Said while one waits for the other to go on.
_NODDED = re.compile("[嗯哦啊呃对是好的吧哈,。.…!？? ]*")
# What both below go by: hopes, conditions, and what would follow.
_HOPING, _IF = "盼望|盼着|巴不得", "要是|如果|若是|假如|倘若|要能|若能"
_BETTER = "更好|多好|完美|更赞|贴心|省心|省事|圆满"
# Says outright that something better is wished for: not what is asked for now (麻烦帮我加上), not a condition, not what
# he himself should have done (我要是早点存), not what others say.
_OUTRIGHT = re.compile(
    f"(?<![您你说])(?:希望|建议|{_HOPING})"
    f"|(?<![我说])(?:{_IF}).*(?:{_BETTER}|就好[了咯啦哦]|就齐活|绝了|美得很|就方便|更清楚|就不用[打跑麻])",
    re.DOTALL,
)

# The same of a clause of a comment, unless a fault is to be mended (希望尽快修好), somebody to behave (希望别那么冲),
# or hope is given up (看不到希望).
_WISHED = re.compile(
    f"(?<!不到)(?<!毫无)(?<![没有抱无])希望(?!越|渺|落空)|{_HOPING}|建议(?![挺很没都提反])"
    f"|(?:{_IF}|哪怕).*(?:{_BETTER}|就好|更妙|方便|感激)"
)
_MENDED = re.compile(
    "修|解决|恢复|处理|稳定|尽快|赶[紧快]|快点|早日(?!支持)|别(?!的)|不再|不要|没有?|乱|取消|改进|改善|改一?改|优化|提[高升]|好好|重视|考虑|态度|脸色|语气|说话|学学|服务"
)


def is_wish(text: str) -> bool:
    """Whether some words of a comment wish for something better, and for no fault to be mended."""
    return _WISHED.search(text) is not None and _MENDED.search(text) is None


def told_wishes(observed: Observed, passages: Iterable[int]) -> list[Match]:
    """The wishes for something better in them, however contentedly they are told.

    Whoever asks or bids (能不能, 来个人吧) wants it of this call.
    """
    return [
        m
        for i in passages
        for m in observed.matches.get(i, ())
        if m.rule.kind is Kind.ITCH and not _ASKED.search(observed.passages[i].text, m.start, m.end)
    ]


def outright_wishes(observed: Observed) -> list[Match]:
    """The wishes that the customer of a call tells in so many words, and that the agent does not grant at once."""
    return [match for match in told_wishes(observed, observed.spoken) if _is_outright(observed, match)]


def _is_outright(observed: Observed, match: Match) -> bool:
    said = _with_next_clause(observed.passages[match.passage], match)
    return bool(_OUTRIGHT.search(said)) and not (_NO_WISH.search(said) or _GRANTED.match(_answer(observed, match)))


def _with_next_clause(passage: Passage, match: Match) -> str:
    """The clauses of a match and the next: often only that one says it is a wish (要是能一次导出来, 那就完美了)."""
    number = passage.clause_number(match.end - 1)
    end = match.end if number is None else passage.clauses[number : number + 2][-1][1]
    return passage.text[passage.clause_at(match.start)[0] : end]


def _answer(observed: Observed, match: Match) -> str:
    """What the agent answers, in one piece or several; nothing where the customer first goes on to something else."""
    said = []
    for passage in observed.passages[match.passage + 1 : observed.utterance_count]:
        if passage.speaker is Speaker.AGENT:
            said.append(passage.text)
        elif said or not _NODDED.fullmatch(passage.text):
            break
    return ",".join(filter(None, said))
