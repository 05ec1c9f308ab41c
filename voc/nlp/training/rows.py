"""Labelled contacts as rows of text with labels, and the folds that keep near-equal texts together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from voc.domain.taxonomy import Cause
from voc.nlp.classifier import DISSATISFIED
from voc.nlp.features import Rows, Vocabulary
from voc.nlp.gold import Gold
from voc.nlp.passage import Passage
from voc.nlp.signals import Observed

OTHER_TRADES = frozenset({"shop_review", "other_trade"})
# Single turns with what was said before them: only their feeling is labelled.
TURNS = "turns"
# Comments that were written for the training, and texts of other trades, count less than what customers of banks wrote.
# Chosen by five-fold cross-validation (docs/choices.md).
WRITTEN = "written"
WRITTEN_WEIGHT, OTHER_TRADE_WEIGHT = 0.5, 0.5
UTTERANCE_WEIGHT = 0.5
# Texts whose rows are at least this alike (cosine) are one and the same to a test of generalisation.
ALIKE = 0.8
# Shorter texts of a call (好的谢谢) are alike in most calls, and tell nothing of it.
TELLING = 10
_BATCH = 1000
# What a comment as a whole feels like where only dissatisfaction is labelled, and how much that guess counts.
DISPLEASED, PLEASED = -0.6, 0.5
GUESSED_WEIGHT = 0.2
# The valence of a moment labelled as worst where no number was labelled.
LOWEST_VALENCE = -0.5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A contact that was read by the program and by a person.

    `fresh`: the rules were written without a look at it, so that it tells honestly how far their votes may be believed.
    """

    observed: Observed
    gold: Gold
    fresh: bool = False

    @property
    def other_trade(self) -> bool:
        return self.observed.contact.channel in OTHER_TRADES

    @property
    def whole(self) -> bool:
        """Whether this is a contact, not a single turn of one."""
        return self.observed.contact.channel != TURNS

    @property
    def spoken(self) -> bool:
        return self.observed.utterance_count > 0


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text of contact number `owner` with its labels.

    `text` is passage number `passage` of the contact. `marked` holds, for every label whose words a reader marked, the
    numbers of the clauses in which they stand; labels without an entry can stand in any clause. `valence` is None where
    no feeling is known, `valence_weight` what it counts.
    """

    owner: int
    passage: int
    text: Passage
    labels: frozenset[str]
    marked: Mapping[str, frozenset[int]] = field(hash=False)
    weight: float
    valence: float | None
    valence_weight: float


def text_rows(labelled: Sequence[Labelled], labels: Sequence[str]) -> list[TextRow]:
    """Every customer passage: comments carry the record's labels, an utterance those whose evidence stands in it."""
    known = frozenset(labels)
    return [_row(number, i, one, known) for number, one in enumerate(labelled) for i in one.observed.customer_passages]


def agent_rows(labelled: Sequence[Labelled], labels: Sequence[str]) -> list[TextRow]:
    """Every utterance of an agent or a machine, with the causes whose evidence stands in it.

    Only dissatisfied calls teach: what a content customer was told may have been the same words, and nobody marked it.
    """
    known = frozenset(labels)
    return [
        _agent_row(number, i, one, known)
        for number, one in enumerate(labelled)
        if one.whole and one.observed.customer_passages
        for i in one.observed.others
    ]


def _agent_row(number: int, i: int, one: Labelled, known: frozenset[str]) -> TextRow:
    passage = one.observed.passages[i]
    found = _marked_labels(one.gold, i) & known
    weight = float(one.gold.dissatisfied and not one.other_trade)
    return TextRow(number, i, passage, found, _marks(one.gold, i, passage, found), weight, None, 0.0)


def _row(number: int, i: int, one: Labelled, known: frozenset[str]) -> TextRow:
    observed, gold = one.observed, one.gold
    passage = observed.passages[i]
    where = None if i >= observed.utterance_count else i
    found = (_marked_labels(gold, where) if one.spoken else _record_labels(gold)) & known
    weight = _weight(one) if one.whole else 0.0
    valence, valence_weight = _felt(one, i)
    marked = _marks(gold, where, passage, found)
    return TextRow(number, i, passage, found, marked, weight, valence, valence_weight)


def _weight(one: Labelled) -> float:
    if one.spoken:
        return UTTERANCE_WEIGHT
    if one.other_trade:
        return OTHER_TRADE_WEIGHT
    return WRITTEN_WEIGHT if one.observed.contact.channel == WRITTEN else 1.0


def _record_labels(gold: Gold) -> frozenset[str]:
    found = {DISSATISFIED} if gold.dissatisfied else set()
    return frozenset(found | set(map(str, gold.causes)) | gold.factors)


def _marked_labels(gold: Gold, utterance: int | None) -> frozenset[str]:
    causes = {c for c, spans in gold.evidence.items() if any(at == utterance for at, _ in spans)}
    factors = {f for f in gold.factors if any(f.startswith(f"{c}.") for c in causes)}
    return frozenset({DISSATISFIED} | set(map(str, causes)) | factors) if causes else frozenset()


def _marks(gold: Gold, where: int | None, passage: Passage, found: frozenset[str]) -> dict[str, frozenset[int]]:
    """Clauses that hold a marked word of each cause; a cause's factors share them."""
    marks: dict[str, frozenset[int]] = {}
    for cause, spans in gold.evidence.items():
        clauses = frozenset(n for at, words in spans if at == where for n in clauses_with(passage, words))
        if clauses:
            # A factor can stand in any of the marked clauses of its cause, but in no other.
            marks |= {label: clauses for label in found if label == cause or label.startswith(f"{cause}.")}
    return marks


def clauses_with(passage: Passage, words: str) -> list[int]:
    """Numbers of the clauses that hold the first occurrence of some words; none where they do not stand there."""
    at = passage.reading.given.find(words)
    if at < 0:
        return []
    return [
        n
        for n, (start, end) in enumerate(passage.clauses)
        for first, last in (passage.reading.span(start, end),)
        if first < at + len(words) and last > at
    ]


def marked_words(one: Labelled, cause: Cause) -> Iterator[tuple[int, str]]:
    """The words that a reader marks for a cause with the number of their passage; of a comment, with that of each."""
    for utterance, words in one.gold.evidence.get(cause, ()):
        for i in one.observed.comments if utterance is None else [utterance]:
            yield i, words


def marked_characters(one: Labelled, cause: Cause) -> dict[int, set[int]]:
    """By passage, the characters of the given text that a reader marks for a cause."""
    marks: dict[int, set[int]] = {}
    for i, words in marked_words(one, cause):
        at = one.observed.passages[i].reading.given.find(words)
        if at >= 0:
            marks.setdefault(i, set()).update(range(at, at + len(words)))
    return marks


def _felt(one: Labelled, i: int) -> tuple[float | None, float]:
    if i < one.observed.utterance_count:
        return known_valence(one.gold, i), 1.0
    return (DISPLEASED if one.gold.dissatisfied else PLEASED), GUESSED_WEIGHT


def known_valence(gold: Gold, utterance: int) -> float | None:
    """What the labels say of the feeling of a customer utterance; None where they say nothing.

    Where no valences are labelled, the worst moments tell: they are negative, and nothing is where there are none.
    """
    if gold.valences is not None:
        return gold.valences[utterance]
    if gold.low_turns is None:
        return None
    if utterance in gold.low_turns:
        return LOWEST_VALENCE
    return None if gold.low_turns else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """Rows of whole texts and of their clauses; `owner` and `clause_row` say whose they are.

    Shapes: `owner` `(n_rows,)` numbers of contacts; `clause_row` `(n_clauses,)` numbers of rows; `telling` `(n_rows,)`
    whether contacts that have such a text both are near-equal.
    """

    whole: csr_matrix
    clauses: csr_matrix
    owner: NDArray[np.int64]
    clause_row: NDArray[np.int64]
    clause_number: NDArray[np.int64]
    telling: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[TextRow], vocabulary: Vocabulary) -> "Matrices":
        whole, clauses = vocabulary.rows([row.text for row in rows])
        counts = [len(row.text.clauses) for row in rows]
        return cls(
            as_csr(whole, vocabulary),
            as_csr(clauses, vocabulary),
            np.array([row.owner for row in rows], dtype=np.int64),
            np.repeat(np.arange(len(rows)), counts),
            np.array([n for count in counts for n in range(count)], dtype=np.int64),
            _telling(rows),
        )


def _telling(rows: Sequence[TextRow]) -> NDArray[np.bool_]:
    """Long texts of calls, the longest where none is, and all texts of contacts without a call."""
    least = {row.owner: 0 for row in rows}
    for row in rows:
        if row.text.utterance >= 0:
            least[row.owner] = max(least[row.owner], min(TELLING, len(row.text.text)))
    return np.array([len(row.text.text) >= least[row.owner] for row in rows], dtype=bool)


def as_csr(rows: Rows, vocabulary: Vocabulary) -> csr_matrix:
    return csr_matrix((rows.values, rows.columns, rows.starts), shape=(len(rows), len(vocabulary.terms)))


def folds_of(matrices: Matrices, count: int, folds: int, *, seed: int = 0) -> NDArray[np.int64]:
    """The fold of each of `count` contacts: those of a group (`groups_of`) fall into the same one.

    A group goes where the hash of its first member says, so that more data do not move the others; `seed` gives another
    division.
    """
    group = groups_of(matrices, count)
    _, first_member = np.unique(group, return_index=True)
    place = [int(sha256(f"{seed}:{n}".encode()).hexdigest(), 16) % folds for n in first_member]
    return np.array([place[g] for g in group], dtype=np.int64)


def groups_of(matrices: Matrices, count: int) -> NDArray[np.int64]:
    """The group of each of `count` contacts: near-equal texts, and all texts of a contact, are in one.

    A text of a call joins it to others only where it is long enough to tell something. Groups are connected by
    cosine `ALIKE` between whole rows.
    """
    telling = np.flatnonzero(matrices.telling)
    pairs = telling[_alike(matrices.whole[telling])]
    first, second = matrices.owner[pairs[:, 0]], matrices.owner[pairs[:, 1]]
    graph = csr_matrix((np.ones(len(first)), (first, second)), shape=(count, count))
    _, group = connected_components(graph, directed=False)
    return np.array(group, dtype=np.int64)


def _alike(whole: csr_matrix) -> NDArray[np.int64]:
    """Pairs of rows that are alike, each with itself too; two families of length one make a product of 2 at most."""
    transposed = whole.T.tocsc()
    found = []
    for start in range(0, whole.shape[0], _BATCH):
        products = (whole[start : start + _BATCH] @ transposed).tocoo()
        near = products.data >= 2 * ALIKE
        found.append(np.stack([products.row[near] + start, products.col[near]], axis=1))
    return np.concatenate(found).astype(np.int64) if found else np.zeros((0, 2), dtype=np.int64)
