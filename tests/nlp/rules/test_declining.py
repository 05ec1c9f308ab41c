import pytest

from tests.nlp.rules.scenes import hits, scene, told


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 我不想投诉 / 我并不想投诉 / 我也不想去投诉 / 我没想投诉 / 我没打算投诉 / 我不是来投诉的 / 我不是想投诉
        投诉: 我没有想要投诉你的意思 / 我不会去投诉 / 我懒得投诉 / 投诉就算了 / 投诉就不用了 / 投诉就免了
        举报: 我不想举报谁 / 举报就算了
        网点: 没去网点 / 我没有去网点
        柜台: 没去柜台 / 也没跑柜台
        """
    ),
)
def test_who_will_not_complain_or_did_not_go_says_so(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 我不想再投诉了 / 不想投诉都不行 / 我本来不想投诉的 / 我不想投诉但是没办法 / 不是我想投诉 / 不投诉不行了
        投诉: 不得不投诉 / 我不是来投诉的吗 / 我投诉了就算了？ / 投诉就算了？没那么容易 / 没想到投诉了也没用
        网点: 不想去网点 / 不愿意去网点 / 懒得去网点 / 没去网点就办不了 / 没去过网点就不给办
        投诉: 要不是你们逼我我也不想投诉
        收费: 收费就算了，还这么慢
        升级: 一直没有去升级
        """
    ),
)
def test_who_has_to_and_who_will_not_go_counts(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is not None


@pytest.mark.parametrize(
    ("words", "text"),
    told(
        """
        投诉: 不敢投诉 / 我也不敢投诉 / 不值得投诉 / 没心情投诉 / 没时间投诉 / 没空投诉 / 请勿投诉
        """
    ),
)
def test_who_has_no_mind_to_complain_does_not(words: str, text: str) -> None:
    assert hits(words, scene(f"客：{text}")) is None
