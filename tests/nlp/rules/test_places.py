import pytest

from voc.nlp.rules.places import place_of_example
from voc.nlp.rules.rows import Origin

FILE = '''factor = "product.stability"

[[rule]]
id = "first"
matches = ["闪退"]
spares = ["b"]

[[rule]]
id = "second"
matches = [
  "没闪退了",
  "闪退", 'b',
  "说“\\"慢\\"”",
  """
客：慢
座：好
""",
]
"spares" = ['闪退']

[lists]
third = ["白屏"]
'''


@pytest.mark.parametrize(
    ("key", "example", "line"),
    [
        ("matches", "没闪退了", 11),
        ("matches", "闪退", 12),
        ("matches", "b", 12),
        ("matches", '说“"慢"”', 13),
        ("matches", "客：慢\n座：好\n", 14),
        ("spares", "闪退", 19),
        ("spares", "白屏", 19),
        ("unless", "闪退", 8),
    ],
)
def test_an_example_is_found_at_its_own_line(key: str, example: str, line: int) -> None:
    assert place_of_example(FILE, Origin("own.toml", 8), key, example) == Origin("own.toml", line)


def test_the_examples_of_another_rule_are_not_taken_for_it() -> None:
    assert place_of_example(FILE, Origin("own.toml", 3), "spares", "闪退").line == 6
    assert place_of_example("", Origin("own.toml", 1), "matches", "闪退").line == 1
