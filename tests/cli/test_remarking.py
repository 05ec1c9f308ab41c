import pytest

from voc.cli.remarking import tell_remarks
from voc.nlp.language import Language
from voc.nlp.rules import parse


def test_what_is_worth_knowing_is_told_on_the_error_stream(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell_remarks(parse("闪退 AND NOT 闪退"), {}, language) == ("这个式子不会命中：既要有又要没有",)
    assert capsys.readouterr().err == "提醒：这个式子不会命中：既要有又要没有\n"
    assert tell_remarks(parse("闪退"), {}, language) == ()
    assert capsys.readouterr().err == ""
