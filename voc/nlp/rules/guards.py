"""What takes words back: negation, supposition, hearsay, and the bank's own apologies and recitals."""

import re
from collections.abc import Iterable

from voc.domain.conversation import Speaker
from voc.domain.expressions import Guard
from voc.nlp.passage import Passage

# How far before a hit a negation, supposition or hearsay can stand: bounded, so that long texts stay linear.
LOOK_BACK = 60
_BEFORE = {
    Guard.NEGATED: re.compile(
        r"(?:没有?|不会?|不再|从不|从没|从未|未曾?|(?<![特分个区类差识辨告])别|并非|不是|不算|无需|无须|不用|不必|从来[不没])(?:再|太|怎么|什么|过|被|要)?$"
    ),
    Guard.SUPPOSED: re.compile(r"(?:如果|(?<![主只需重不])要是|假如|假设|万一|倘若|除非|比如说|比方说)"),
    Guard.QUOTED: re.compile(
        r"(?:听说|据说|网上说|别人说|有人说|人家说|朋友说|同事说|邻居说|新闻(?:里|上)?说)"
    ),
}  # fmt: skip
_BY_THE_BANK = {
    Guard.APOLOGY: re.compile(r"抱歉|对不起|不好意思|致歉|道歉|歉意|见谅|谅解|理解您|体谅|给您添|给您带来|让您久等"),
    Guard.RECITAL: re.compile(
        r"规定|按照?(?:我行|银行|总行|监管|人行|系统|政策|流程|合同|协议)|根据(?:我行|银行|监管|人行|政策|合同|协议)"
        r"|统一(?:要求|政策)|政策(?:是|要求)|温馨提示|提醒您|提示您|告知您"
    ),
}  # fmt: skip
EVERY_GUARD = frozenset(Guard)


def counts(passage: Passage, clause: tuple[int, int], at: int, guards: Iterable[Guard]) -> bool:
    """Whether words at `at` count, when some guards look at them.

    `clause` is the clause that they stand in.
    """
    for guard in guards:
        if guard in _BEFORE:
            if _BEFORE[guard].search(passage.text[max(clause[0], at - LOOK_BACK) : at]):
                return False
        elif passage.speaker is not Speaker.CUSTOMER and _BY_THE_BANK[guard].search(passage.text, *clause):
            return False
    return True
