from collections import Counter
from math import log, sqrt

import numpy as np
import pytest

from voc.nlp.satisfaction.linear import ALWAYS, LEAST_ROWS, NEVER, Questions, TermTable

ROWS = [Counter("ab"), Counter("aab"), Counter("ac"), Counter("bd"), Counter("e")]


def test_rare_terms_have_no_column() -> None:
    assert TermTable.fit(ROWS).column == {"a": 0, "b": 1}
    assert LEAST_ROWS == 3


def test_rows_have_length_one_and_weigh_counts_and_rarity() -> None:
    table = TermTable.fit(ROWS)
    assert table.idf.tolist() == pytest.approx([log(6 / 4) + 1] * 2)
    matrix = table.matrix(ROWS).toarray()
    double = 1 + log(2)
    assert matrix[0].tolist() == pytest.approx([1 / sqrt(2)] * 2)
    assert matrix[1].tolist() == pytest.approx([double / sqrt(double**2 + 1), 1 / sqrt(double**2 + 1)])
    assert matrix[2].tolist() == [1.0, 0.0]


def test_a_row_without_known_terms_is_empty() -> None:
    assert TermTable.fit(ROWS).matrix([Counter("e"), Counter()]).toarray().tolist() == [[0.0, 0.0]] * 2


def test_no_rows_make_a_matrix_without_rows() -> None:
    assert TermTable.fit(ROWS).matrix([]).shape == (0, 2)


def test_a_row_does_not_depend_on_its_neighbours() -> None:
    table = TermTable.fit(ROWS)
    together = table.matrix(ROWS).toarray()
    assert all((table.matrix([row]).toarray() == line).all() for row, line in zip(ROWS, together, strict=True))


def test_each_question_is_answered_by_its_own_line() -> None:
    table = TermTable.fit(ROWS)
    matrix = table.matrix(ROWS)
    answers = np.array([["a" in row, "b" in row] for row in ROWS])
    found = Questions.fit(matrix, answers, strength=100.0).probabilities(matrix)
    assert found.shape == (5, 2)
    assert ((found > 0.5) == answers).all()


def test_a_question_with_one_answer_keeps_it() -> None:
    matrix = TermTable.fit(ROWS).matrix(ROWS)
    questions = Questions.fit(matrix, np.array([[False, True]] * 5), strength=1.0)
    assert questions.bias.tolist() == [NEVER, ALWAYS]
    assert not questions.weights.any()
    low, high = questions.probabilities(matrix)[0]
    assert low < 0.01 < 0.99 < high
