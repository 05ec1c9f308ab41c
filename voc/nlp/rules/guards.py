"""What takes words back: negation, supposition, questions, hearsay, what is over, the bank's apologies and recitals."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard
from voc.nlp.passage import Passage
from voc.nlp.rules.bygone import is_past
from voc.nlp.rules.hearsay import is_quoted
from voc.nlp.rules.negation import is_denied
from voc.nlp.rules.questions import is_asked
from voc.nlp.rules.reaching import around_apology, around_recital
from voc.nlp.rules.scene import Range, joined_after
from voc.nlp.rules.supposition import is_supposed

_BY_THE_BANK = {
    Guard.APOLOGY: re.compile(
        r"抱歉|对不起|不好意思|致歉|道歉|歉意|见谅|谅解|理解您|体谅|给您添|给您(?:带来|造成)|造成的?(?:困扰|不便)|让您久等"
    ),
    Guard.RECITAL: re.compile(
        r"规定|按照?(?:我行|银行|总行|监管|人行|系统|政策|流程|合同|协议|章程|制度)|根据(?:我行|银行|监管|人行|政策|合同|协议|章程|制度)"
        r"|(?:按照?|根据|依据)(?=[^,]{0,8}标准)|监管(?:部门|机构)?的?要求|央行的?要求|人民银行的?要求|银保监会?的?要求|反洗钱的?要求"
        r"|统一(?:要求|政策)|政策(?:是|要求)|温馨提示|提醒您|提示您|告知您|敬请|请您?(?:务必)?(?:先)?[按拨](?:数字键?)?[零〇一二两三四五六七八九十0-9#*井星](?!下)|请您?(?:务必)?(?:勿|不要|注意|留意|妥善|谨慎|知悉)|切勿|谨防"
        # 损失 in 避免泄露造成损失 is what the recital is about, not what makes it one.
        r"|为了?(?:您|你|保障|保护|确保|维护|防范|避免)(?=[^,]{0,12}(?:安全|权益|风险|损失))"
    ),
}  # fmt: skip
EVERY_GUARD = frozenset(Guard)


def counts(
    passage: Passage, clause: Range, span: Range, guards: Iterable[Guard], words: Sequence[Range] | None = None
) -> bool:
    """Whether words at `span` count, when some guards look at them.

    `clause` is the clause that they begin in. `words` are the parts of the span that the expression names, where it
    leaves gaps: who asks for an apology or a recital by its own words finds it.
    """
    taking = (guard for guard in guards if _TAKES_BACK[guard](passage, clause, span))
    return not any(guard not in _BY_THE_BANK or not _is_named(passage, clause, words or (span,)) for guard in taking)


def counts_within(passage: Passage, clause: Range, words: Sequence[Range], guards: Iterable[Guard]) -> bool:
    """Whether what stands between the groups of a phrase lets them count: 转账如果收费, 转账听说收费.

    `words` are the parts of the phrase. What these say themselves takes none of them back: 担心 ..8 泄露 asks for a
    fear. So a guard must see more before a group than it sees before the gap that leads to it.
    """
    end = words[-1][1]
    return not any(
        _TAKES_BACK[guard](passage, clause, (start, end)) and not _TAKES_BACK[guard](passage, clause, (gap, end))
        for guard in _BY_WHAT_LEADS.intersection(guards)
        for (_, gap), (start, _) in pairwise(words)
        if gap < start
    )


def _is_named(passage: Passage, clause: Range, words: Sequence[Range]) -> bool:
    """Whether some words are of those by which an apology or a recital is known."""
    bounds = clause[0], max(clause[1], words[-1][1])
    known = [found.span() for pattern in _BY_THE_BANK.values() for found in pattern.finditer(passage.text, *bounds)]
    return any(start < last and first < end for start, end in words for first, last in known)


def _is_apology(passage: Passage, clause: Range, _: Range) -> bool:
    if passage.speaker is Speaker.CUSTOMER:
        return False
    around = around_apology(passage, clause)
    return any(_BY_THE_BANK[Guard.APOLOGY].search(passage.text, *one) for one in around)


def _is_recital(passage: Passage, clause: Range, _: Range) -> bool:
    if passage.speaker is Speaker.CUSTOMER:
        return False
    # A menu names the key behind what it is for: 闪退,请按二.
    menu = joined_after(passage, clause) if passage.speaker is Speaker.SYSTEM else None
    around = (*around_recital(passage, clause), menu)
    return any(_BY_THE_BANK[Guard.RECITAL].search(passage.text, *one) for one in around if one is not None)


def _is_not_said(passage: Passage, clause: Range, span: Range) -> bool:
    return is_supposed(passage, clause, span) or is_asked(passage, clause, span)


_TAKES_BACK = {
    Guard.NEGATED: is_denied,
    Guard.SUPPOSED: _is_not_said,
    Guard.QUOTED: is_quoted,
    Guard.PAST: is_past,
    Guard.APOLOGY: _is_apology,
    Guard.RECITAL: _is_recital,
}
# What takes back all that follows it in a clause; negations inside a phrase are read on their own.
_BY_WHAT_LEADS = frozenset((Guard.SUPPOSED, Guard.QUOTED, Guard.PAST))
