from voc.domain.choices import SHIPPED, line_of


def test_what_came_with_the_program_is_in_use_at_first() -> None:
    assert line_of([]) == (SHIPPED,)


def test_a_way_back_drops_what_came_after() -> None:
    assert line_of([("a", False), ("b", False), ("a", True)]) == (SHIPPED, "a")
    assert line_of([("a", False), ("b", False), (SHIPPED, True)]) == (SHIPPED,)


def test_a_way_back_to_something_unknown_begins_anew() -> None:
    assert line_of([("a", False), ("lost", True)]) == ("lost",)
