import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        转人工: 可以给我转人工吗 / 能帮我转人工吗 / 能转人工吗 / 请问可以转人工吗 / 我要转人工行吗 / 麻烦转人工可以吗
        退钱: 能退钱吗 / 能给我退钱吗 / 能退钱不
        退款: 我要退款可以吗 / 能给我退款吗
        注销: 可以帮我注销吗 / 我需要注销可以吗 / 我想注销行不行
        """
    ),
)
def test_who_asks_the_bank_to_do_something_says_what_he_wants(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        收费: 能收费吗 / 可以收费吗 / 我要交手续费会收费吗
        扣费: 会给我扣费吗
        退款: 要退款吗 / 会退款吗 / 退款了吗
        注销: 会注销吗 / 注销了没有
        能换: 能换不
        """
    ),
)
def test_who_asks_what_will_be_asks_for_nothing(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 您去投诉吧 / 您投诉吧
        网点: 那您去网点吧 / 您还是去网点吧 / 您可以去网点吗 / 您方便去网点吗 / 麻烦您去一下网点吧 / 你换个网点吧
        重启: 您先重启吧 / 请您重启一下可以吗
        挂失: 您先挂失吧
        身份证: 您方便提供身份证吗
        """
    ),
)
def test_what_an_agent_bids_the_customer_do_is_told(words: str, text: str) -> None:
    assert hits(words, scene(f"座：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        网点: 您那边已经去过网点了吧 / 您去过网点了吗 / 您是在网点是吧
        重启: 您重启了吗 / 您重启过没有
        打不开: 您那边打不开吗 / 您现在还是打不开吧
        冻结: 您的卡冻结了吧 / 您的账户被冻结了吗
        """
    ),
)
def test_what_an_agent_asks_the_customer_did_or_met_is_asked_back(words: str, text: str) -> None:
    assert hits(words, scene(f"座：{text}")) is None
