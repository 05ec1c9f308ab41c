import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import Place
from voc.nlp.rules.places import Layout, Origin

FILE = '''factor = "product.stability" # [[rule]]

[[rule]]
id = "first"
matches = ["闪退"]
spares = ["b"]

[[ "rule" ]]
id = "second"
matches = [
  "没闪退了", # "闪退",
  "闪退", 'b',
  "说“\\"慢\\"”",
  """
客：慢
[[rule]]
""",
  {text = "闪退, 卡", times = [[0, 1], [2, 3]]},
]
"spares" = ['闪退']

[lists]
third = ["白屏"]
'''


@pytest.mark.parametrize(
    ("key", "number", "line"),
    [
        ("matches", None, 10),
        ("matches", 0, 11),
        ("matches", 1, 12),
        ("matches", 2, 12),
        ("matches", 3, 13),
        ("matches", 4, 14),
        ("matches", 5, 18),
        ("spares", 0, 20),
        ("id", None, 9),
        ("unless", 0, 8),
    ],
)
def test_each_value_of_a_rule_is_found_at_its_own_line(key: str, number: int | None, line: int) -> None:
    assert Origin(Layout("own.toml", FILE), 1).value(key, number) == Place("own.toml", line)


def test_the_values_of_another_rule_are_not_taken_for_it() -> None:
    layout = Layout("own.toml", FILE)
    assert Origin(layout, 0).value("spares", 0).line == 6
    assert [Origin(layout, number).place.line for number in (0, 1, 2)] == [3, 8, 1]


def test_keys_of_other_tables_are_found_under_headers_and_in_braces() -> None:
    layout = Layout("own.toml", FILE)
    assert layout.key("", "factor") == Place("own.toml", 1)
    assert layout.key("lists", "third") == Place("own.toml", 23)
    assert layout.key("lists", "id") == Place("own.toml")
    assert Layout("own.toml", "x = 1\nlists = {a = [], b = ['c']}").key("lists", "b") == Place("own.toml", 2)


@given(st.text(st.sampled_from("闪 \t\"'\\\n#=[]{},")), st.text(st.sampled_from("a\"'\\\n,]"), min_size=1))
def test_every_character_of_a_text_is_found(before: str, text: str) -> None:
    one_line, lines = (_escaped(text).replace("\n", "\\n"), _escaped(text))
    written = [f'"{one_line}"', f'"""\n{lines}"""']
    if not {"'", "\n"} & set(text):
        written.append(f"'{text}'")
    other = _escaped(before).replace("\n", "\\n")
    for value in written:
        file = f'[[rule]]\nid = "{other}"\nwhen = ["{other}", {value}]\n'
        assert tomllib.loads(file)["rule"][0]["when"] == [before, text]
        own = Origin(Layout("own.toml", file), 0)
        for number, character in enumerate(text):
            place = own.character("when", 1, number)
            assert place.line is not None
            assert place.column is not None
            there = file.split("\n")[place.line - 1][place.column - 1 :]
            assert there.startswith((character, "\\")) or (character == "\n" and not there)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")


def test_a_line_that_goes_on_below_counts_for_nothing() -> None:
    own = Origin(Layout("own.toml", '[[rule]]\nwhen = ["""\r\n闪\\u9000 \\\n  卡"""]'), 0)
    places = [own.character("when", 0, number) for number in range(5)]
    assert [(place.line, place.column) for place in places] == [(3, 1), (3, 2), (3, 8), (4, 3), (4, 4)]
