"""Plain questions: who asks how a fee is charged does not complain of it."""

import re

from voc.nlp.passage import Passage
from voc.nlp.rules.scene import clause_of, joined_after, joined_before

# How much of what stands around a question is read.
LOOK_AROUND = 60
_ASKS = re.compile(
    r"请问|想问|问一下|问下|问您|想咨询|咨询一?下|想了解"
    r"|怎么(?:收|算|扣|交|办理|申请|提高|提升|调|开通|设置|查|缴|取消|计算|规定)|如何|多少(?:钱|合适|额度|时间|天)|是什么时候"
    r"|(?<!不)(?:是否|要不要|需不需要|用不用|可不可以|能否)"
    r"|(?:必须|需要|可以|能|要(?!求)|用|得|[收扣交].{0,6}费).{0,12}[吗嘛][?？。~～ ]*$"
)
_DISPLEASED = re.compile(
    r"凭什么|凭啥|双倍|重复|为什么|为啥|为何|干嘛|难道|居然|竟然|怎么(?:还|又|就|这么|那么|能|可以|回事|不)|(?:非|一定)[要得]|硬要|还[要得收让]|又[要得被收扣让]"
    r"|不是(?:说|免)|不就|就不能|就这|还能|还有(?:人|谁)|有(?:必要|意思|用|病|毛病)|你们(?:是|这)|这(?:么|也|叫|样|算|是)|什么(?:破|玩意|东西|态度|银行|意思)|都什么"
    r"|老是|总是|每次|天天|一直|好几|[两三四五六七八九十几多]次|半天|太|真|实在|越来越|根本|完全|只能|非得"
    r"|差评|差劲|垃圾|不合理|离谱|坑|麻烦|烦|气|无语|投诉|失望|讨厌|恶心|霸王|黑|骗|抢|傻|烂|破|贵|慢|不方便|不便|不行|不好|不能|不让|不给|没法|没办法|没人"
    r"|服了|醉了|呵呵|逗|搞笑|笑话|人性|良心|[!！]|[?？]{2}"
)
_ENDS = "。!！?？;；…\n"


def plainly_asked(passage: Passage, start: int) -> bool:
    """Whether a place stands in a question beside which no displeasure stands."""
    clause = clause_of(passage, start)
    after, before = joined_after(passage, clause), joined_before(passage, clause)
    low = clause[0] if before is None else max(before[0], clause[0] - LOOK_AROUND)
    high = min(clause[1] if after is None else after[1], clause[1] + LOOK_AROUND)
    asked = passage.text[max(clause[0], start - LOOK_AROUND) : min(clause[1] + 1, start + LOOK_AROUND)]
    return _ASKS.search(asked) is not None and _DISPLEASED.search(passage.text, low, high + 1) is None
