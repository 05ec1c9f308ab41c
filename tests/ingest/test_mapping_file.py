import re
from pathlib import Path

import pytest

from voc.domain.conversation import Speaker
from voc.errors import InputError
from voc.ingest.mapping import ColumnMapping, FileFormat, JsonLayout, ScalePoint, TimeUnit
from voc.ingest.mapping_file import load_mapping, parse_mapping

from .reading import GOLDEN


def test_a_whole_mapping() -> None:
    mapping = parse_mapping(
        """
        columns = {"评价" = "score"}
        values = {score = {"很好" = "best", "2" = 2, "无" = ""}, speaker = {"员工" = "agent"}}
        defaults = {scale_worst = 1, channel = "sms", invited = true}
        [format]
        encoding = "GBK"
        delimiter = "\\t"
        time_format = ["%Y"]
        time_unit = "s"
        skip_rows = 2
        sheet = "答复"
        [json]
        records = "a.b"
        id = "call"
        utterances = "turns"
        text = "words"
        turn_speakers = {"甲" = "customer"}
        """
    )
    assert mapping == ColumnMapping(
        {"评价": "score", "call": "id", "turns": "utterances"},
        {"score": {"很好": ScalePoint.BEST, "2": 2, "无": ""}, "speaker": {"员工": Speaker.AGENT}},
        {"scale_worst": 1, "channel": "sms", "invited": True},
        FileFormat("gb18030", "\t", ("%Y",), TimeUnit.SECOND, 2, "答复"),
        JsonLayout("a.b", text="words", turn_speakers={"甲": Speaker.CUSTOMER}),
    )


def test_an_empty_mapping_changes_nothing() -> None:
    assert parse_mapping("") == ColumnMapping()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[colums]", "顶层 里没有名为 colums 的一节，是不是 columns？"),
        ('[columns]\n"评价" = "scores"', "[columns] 里没有名为 scores 的目标列，是不是 score？"),
        ('[columns]\n"评价" = 3', "[columns] 的目标列 须是文字"),
        ("columns = 3", "[columns] 须是一节（键 = 值）"),
        ("[values.scor]\n1 = 2", "[values] 里没有名为 scor 的字段，是不是 score？"),
        ("[values]\nscore = 3", "[values.score] 须是一节（键 = 值）"),
        ("[values.score]\n1 = [2]", "[values.score] 的值须是文字、数字或 true/false"),
        ('[values.score]\n1 = "good"', "[values.score] 只能是 worst、middle、best"),
        ('[values.speaker]\n1 = "boss"', "[values.speaker] 只能是 customer、agent、system"),
        ("[defaults]\nchanel = 1", "[defaults] 里没有名为 chanel 的字段，是不是 channel？"),
        ("[defaults]\nchannel = []", "[defaults] channel 的值须是文字、数字或 true/false"),
        ("[format]\nskiprows = 1", "[format] 里没有名为 skiprows 的设置，是不是 skip_rows？"),
        ("[format]\nskip_rows = -1", "[format] skip_rows 须是 0 到 1000 之间的整数"),
        ("[format]\nskip_rows = true", "[format] skip_rows 须是 0 到 1000 之间的整数"),
        ("[format]\nsheet = 0", "[format] sheet 须是 1 到 1000 之间的整数"),
        ('[format]\nsheet = ""', "[format] sheet 须是 1 到 1000 之间的整数"),
        ('[format]\ndelimiter = "||"', "[format] delimiter 须是一个字符，且不是引号或换行"),
        ('[format]\ntime_format = "%Y-%Q"', "[format] time_format 的写法不对，应如 %Y-%m-%d %H:%M:%S"),
        ('[format]\ntime_unit = "min"', "[format] time_unit 只能是 ms、s"),
        ('[json]\nutterance = "x"', "[json] 里没有名为 utterance 的设置，是不是 utterances？"),
        ('[json]\nturn_speakers = {x = "y"}', "[json] turn_speakers 只能是 customer、agent、system"),
        ("[json]\nid = 1", "[json] id 须是文字"),
    ],
)
def test_mistakes_are_named_with_the_nearest_right_name(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(reason)}$"):
        parse_mapping(text)


@pytest.mark.parametrize("name", ["latin-1", "no-such", "gb\\u0000"])
def test_other_encodings_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"^\[format\] encoding 只能是 utf-8、"):
        parse_mapping(f'[format]\nencoding = "{name}"')


@pytest.mark.parametrize(
    ("name", "meant"), [("UTF8", "utf-8"), ("gb2312", "gb18030"), ("utf_16", "utf-16-le"), ("utf-8-sig", "utf-8")]
)
def test_encodings_go_by_all_their_names(name: str, meant: str) -> None:
    assert parse_mapping(f'[format]\nencoding = "{name}"').format.encoding == meant


def test_a_name_like_no_other_lists_what_there_is() -> None:
    with pytest.raises(InputError, match=r"没有名为 满意度 的一节；可用的有 columns、defaults、format、json、values$"):
        parse_mapping('["满意度"]')


def test_the_file_is_named_in_every_refusal(tmp_path: Path) -> None:
    broken, latin, unknown = (tmp_path / name for name in ("broken.toml", "latin.toml", "unknown.toml"))
    broken.write_text("[columns", encoding="utf-8")
    latin.write_bytes(b'[columns]\n"\xff" = "id"')
    unknown.write_text("[colums]", encoding="utf-8")
    for path, reason in (
        (tmp_path / "none.toml", "映射文件 none.toml 打不开"),
        (tmp_path, "打不开"),
        (broken, "映射文件 broken.toml：不是有效的 TOML：第 1 行第 9 列：表头的方括号没有配对（文件末尾）"),
        (latin, "映射文件 latin.toml 不是 UTF-8 文本"),
        (unknown, "映射文件 unknown.toml：顶层"),
    ):
        with pytest.raises(InputError, match=reason):
            load_mapping(path)


def test_a_file_saved_with_a_bom_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (GOLDEN / "survey_mapping.toml").read_bytes())
    assert load_mapping(path) == load_mapping(GOLDEN / "survey_mapping.toml")
