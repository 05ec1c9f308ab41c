import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 说打不开的，你们先看看自己手机内存 / 喊打不开的，你们自己看看内存 / 打不开的重启一下就行
        打不开: 打不开的朋友重装一下
        打不开: 打不开的都是手机的问题 / 打不开的可以试试重启 / 各位打不开的重装一下 / 打不开的更新一下就好了
        闪退: 那些说闪退的都是自己手机不行 / 说闪退的是不是手机太旧了 / 闪退的重装就好了 / 说闪退的肯定是手机问题
        问题: 有问题的可以试试
        """
    ),
)
def test_complaints_that_are_rebutted_or_met_with_advice_are_others(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        打不开: 打不开的问题还不解决 / 打不开的时候重启也没用 / 说打不开的问题也没人管 / 打不开的软件有什么用
        打不开: 经常打不开的，你们管管
        打不开: 每次都打不开的重启也不行 / 老是打不开的重启一下又打不开 / 打不开的重启一下又打不开
        打不开: 软件打不开的，建议重做
        打不开: 打不开的都是你们系统问题 / 打不开的，你们自己看看 / 说打不开的不止我一个
        打不开: 客服说打不开的都是自己手机不行
        闪退: 老是闪退的，你们看看 / 闪退的，重启也没用 / 闪退的更新一下吧 / 闪退的都是手机的问题？
        闪退: 我反映闪退的是因为你们太烂
        打不开: 打不开的都是自己家的软件 / 说什么打不开的是手机问题，明明是你们
        坏: 坏的换一下吧 / 坏的可以换
        """
    ),
)
def test_who_tells_the_bank_of_what_he_has_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None
