"""Numbers in groups: serials that go on, and personal numbers right after a serial."""

import pytest

from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind, find_personal


@pytest.mark.parametrize(
    "text",
    [
        "凭证号2026 0721 2774 5168",
        "凭证号二零二六，零七二一，二七七四，五一六八",
        "回单号 3301 0571 8888 6666",
        "流水2026-0721-2774-5168",
        "工单 2026 0755 2654 5688 办结了吗",
        "受理编号1001 0210 6234 5678",
        "发票号码 0440 0225 3111 2222",
        "合同编号8800 1390 7212 774",
        "快递单号 7755 0312 3456 7890",
    ],
)
def test_groups_that_go_on_a_serial_stay(text: str) -> None:
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    "marked",
    [
        "工号零二幺，【幺三九零零零零一一一一】",
        "订单号2026 【13911112222】",
        "订单号20260721 【139 1111 2222】",
        "工单三三零幺，【一三九，一一一一，二二二二】",
        "流水号8817，手机【139-1111-2222】",
        "凭证号2026 0721 2774 5168，手机【13911112222】",
        "单号 5566，【+86 13911112222】",
        "编号12，然后【幺三九幺幺幺幺二二二二】",
    ],
)
def test_a_mobile_number_after_a_serial_is_masked(marked: str) -> None:
    assert_masks(marked, PersonalKind.MOBILE)


@pytest.mark.parametrize(
    "marked", ["打【0571 8888 6666】", "工单2026，电话【0571 8888 6666】", "7721，【0571-88886666】"]
)
def test_a_landline_in_groups_is_masked(marked: str) -> None:
    assert_masks(marked, PersonalKind.LANDLINE)
