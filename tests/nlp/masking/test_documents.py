"""The second travel document of a sentence, and codes that stand beside one."""

import pytest

from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind


@pytest.mark.parametrize(
    "marked",
    [
        "旧护照【G20345678】作废了，现在用【E71234567】",
        "护照是【EB1234567】，之前登记的那本【G55667788】",
        "我和我太太的护照，【E33445566】、【E33445577】",
        "通行证【C10203040】换成【CA1234567】",
        "老的【G20345678】换成了【E71234567】，两本护照都在",
        "护照号【ED7654321】，孩子的【EE7654322】，都要改",
        "回乡证【H03971520】以前是【H01234567】",
        "护照由【E幺二三四五六七八】变成【E八七六五四三二幺】",
    ],
)
def test_what_looks_like_a_passport_beside_one_is_one(marked: str) -> None:
    assert_masks(marked, PersonalKind.PASSPORT)


@pytest.mark.parametrize(
    "marked",
    [
        "护照【EC1234567】，单号E20260721",
        "护照【EC1234567】，机器提示E10020031",
        "护照【EC1234567】。屏幕上是E10020031",
        "护照【EC1234567】！E10020031什么意思",
        "护照【EC1234567】，受理号C20261009",
        "护照【EC1234567】，型号AB123456",
        "护照【EC1234567】，然后是ABC123456",
        "护照【EC1234567】，我问了你们三个人说的都不一样，今天又打电话过来，你们那个界面上面写着什么E10020031",
    ],
)
def test_a_code_of_another_kind_beside_a_passport_stays(marked: str) -> None:
    assert_masks(marked, PersonalKind.PASSPORT)
