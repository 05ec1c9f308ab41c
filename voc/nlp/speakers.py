"""Whether the roles of a transcript look swapped."""

import re
from collections.abc import Sequence

from voc.domain.conversation import Speaker
from voc.nlp.passage import Passage

LEAST = 2
# What an agent says by profession and a customer hardly ever does.
_AGENT_PHRASES = re.compile(
    r"为您服务|有什么(?:可以)?(?:能)?帮(?:到|助)?您|感谢您的(?:来电|致电|耐心)|祝您生活愉快|工号[零一二三四五六七八九幺\d]"
    r"|请您?稍等|您请(?:讲|说)|请(?:您)?对我的服务|还有(?:什么)?其他(?:问题|需要)|麻烦(?:您)?(?:提供|核实|报)一下"
    r"|(?:跟|和|与)您核(?:实|对)|请您?(?:提供|报)|帮您(?:查|看|登记|记录|反馈|办理)"
)


def speakers_swapped(passages: Sequence[Passage]) -> bool:
    """True when agents' set phrases come from the customer at least twice and never from the agent."""
    return _said_by(Speaker.CUSTOMER, passages) >= LEAST and _said_by(Speaker.AGENT, passages) == 0


def _said_by(speaker: Speaker, passages: Sequence[Passage]) -> int:
    own = [p.text for p in passages if p.utterance >= 0 and p.speaker is speaker]
    return sum(_AGENT_PHRASES.search(text) is not None for text in own)
