import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import InputError
from voc.ingest.json_list import read_list
from voc.ingest.lines import Line


def read(text: str, *, path: str = "") -> list[Line]:
    return list(read_list(text.encode(), encoding="utf-8", path=path, file="f.json"))


def test_elements_come_on_one_line_with_the_line_they_began_on() -> None:
    text = '[\n {"a":\r\n  1},\n\n {"b": "x\\ny"}, 3\n]\n'
    assert read(text) == [Line(2, '{"a":    1}\n'), Line(5, '{"b": "x\\ny"}\n'), Line(5, "3\n")]


def test_a_path_leads_to_the_list() -> None:
    text = '{"other": [9], "result": {"count": 2, "list": [{"a": 1}, {"b": 2}], "more": 1}}'
    assert [line.text for line in read(text, path="result.list")] == ['{"a": 1}\n', '{"b": 2}\n']


def test_one_object_is_a_list_of_one() -> None:
    assert read(' {"a":\n1}\n') == [Line(1, '{"a": 1}\n')]
    assert read("[ ]") == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("list.more", "没有映射文件 .json. records 所说的键 more$"),
        ("none", "没有映射文件 .json. records 所说的键 none$"),
        ("empty.x", "没有映射文件 .json. records 所说的键 x$"),
        ("count", "所指的不是列表$"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read('{"count": 2, "empty": {}, "list": [1]}', path=path)


@pytest.mark.parametrize(
    "text", ["[", "[1", "[1,", "[1,]", "[1 2]", "[1}", "[1] 2", "[{]", '{"a": [1]', '{"a": 1} x', ""]
)
def test_a_damaged_document_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^f\.json 不是完整的 JSON（第 1 行附近）$"):
        read(text)


def test_what_cannot_be_parsed_at_all_is_refused() -> None:
    for text in ("[" + "[" * 100_000 + "]" * 100_000 + "]", '{"a": 1' + "0" * 5000 + "}"):
        with pytest.raises(InputError, match=r"嵌套过深，或有位数过多的整数$"):
            read(text)
    with pytest.raises(InputError, match="不能按 UTF-8 解码"):
        list(read_list(b"[\xff]", encoding="utf-8", path="", file="f.json"))


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text()))), st.integers(0, 3))
def test_every_list_reads_back(elements: list[object], indent: int) -> None:
    text = json.dumps(elements, indent=indent or None)
    assert [json.loads(line.text) for line in read(text)] == elements
    assert [json.loads(line.text) for line in read(f'{{"x": {text}}}', path="x")] == elements
