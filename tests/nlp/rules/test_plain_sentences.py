"""Plain sentences on either side of the guards."""

import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        手续费|年费: 免手续费 / 免年费 / 减免手续费 / 首年免年费 / 免收年费 / 年费没有 / 手续费为0 / 年费是零
        投诉: 取消投诉 / 撤销投诉 / 撤回投诉 / 放弃投诉 / 投诉撤了 / 我已经撤销投诉了
        打不开|闪退: 之前打不开，重装就好了 / 终于修复闪退了 / 终于解决闪退了
        扣费: 扣费已经退了
        """
    ),
)
def test_what_is_waived_withdrawn_or_mended_does_not_count(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


def test_an_agent_who_goes_by_a_standard_recites() -> None:
    assert hits("收费", scene("座：根据收费标准每笔收费两元")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        手续费|年费: 免手续费是骗人的 / 说好免年费 / 告诉我免年费，账单来了三百六 / 不免年费 / 申请免年费
        手续费|年费: 什么时候免年费 / 免年费，结果还是扣了 / 年费没有通知
        利息: 利息没有
        投诉: 逼我撤销投诉 / 客服擅自取消投诉 / 不取消投诉
        打不开|闪退: 之前打不开，重装就好了，过两天又打不开 / 什么时候修复闪退 / 终于修复闪退了，结果又闪退
        扣费: 扣费退了吗 / 扣费已经退了，怎么又扣
        """
    ),
)
def test_what_is_only_promised_forced_or_back_again_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        去 ..4 网点: 不愿意去网点 / 不愿去网点 / 不想去网点 / 懒得去网点
        手续费: 微信都不收手续费 / 支付宝不收手续费
        闪退: 能解决闪退吗
        投诉: 没有投诉渠道 / 没有投诉电话 / 别让我投诉
        """
    ),
)
def test_an_unwilling_errand_a_missing_way_and_a_threat_count(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None
