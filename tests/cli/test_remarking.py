import pytest

from voc.cli.remarking import tell_remarks
from voc.nlp.language import Language


def test_what_is_worth_knowing_is_told_on_the_error_stream(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell_remarks("闪退 AND NOT 闪退", {}, language) == ("这个式子不会命中：既要有又要没有",)
    assert capsys.readouterr().err == "提醒：这个式子不会命中：既要有又要没有\n"
    assert len(tell_remarks("NOT闪退 OR 闪退*", {}, language)) == 2
    assert capsys.readouterr().err.startswith("提醒：“闪退*”里的 * 照字面找")
    assert tell_remarks("闪退", {}, language) == ()
    assert capsys.readouterr().err == ""
