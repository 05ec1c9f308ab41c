"""Texts as customers, recognisers and keyboards produce them, as hypothesis draws them."""

from hypothesis import strategies as st

_PIECES = [
    *("转账", "轉帳戶", "網點", "余额", "後来", "闪退", "app", "APP", "ＡＰＰ", "１２３", "98.5"),
    *("，", "。", "……", "！？", " ", "　", "\n", "\t", "(", ")", "：", "~", "“", "”"),
    *("😡", "👨\u200d👩\u200d👧", "❤\ufe0f", "🇨🇳", "㈱", "ﬁ", "㎡", "½", "①", "…", "㊙", "ｶﾞ", "がぎ"),
    *("e\u0301", "\u0301", "q\u0323\u0307", "\u3099", "각", "\u1112\u1161\u11ab", "\u09c7\u09be", "İ", "ß", "ǅ"),
    *("𠮷", "𡃁", "𦧲", "龘", "\ufeff", "\u200b", "\u202e", "\x00", "\ufdfa", "\ud83d"),
]
TEXTS = st.text() | st.lists(st.sampled_from(_PIECES) | st.characters(), max_size=30).map("".join)
HAN = st.text(st.sampled_from("转账失败卡住了半天没反应但是可是结果因为所以我你的不"), max_size=120)
