from collections.abc import Iterator
from itertools import islice

import pytest

from tests.nlp.contacts import comment, sample_calls
from voc.domain.contact import Contact
from voc.engines.local import BATCH, OneByOne, OverCores
from voc.nlp.analyzer import Analyzer
from voc.nlp.privacy import masked_contact
from voc.settings import DEFAULT_MODEL, shipped

PHONE = "13912345678"


@pytest.fixture(scope="module")
def cores(analyzer: Analyzer) -> Iterator[OverCores]:
    with OverCores(analyzer, shipped("models") / DEFAULT_MODEL, processes=2) as engine:
        yield engine


@pytest.fixture(scope="module")
def contacts() -> list[Contact]:
    """More than one batch, so that two processes share them."""
    texts = [
        comment(text, score)
        for score in (None, 1, 5)
        for text in ("手机银行闪退", "非得去网点才能办", "很满意", "垃圾")
    ]
    return [*sample_calls().values(), *texts]


@pytest.mark.slow
def test_two_processes_find_what_one_finds_whatever_the_order(
    analyzer: Analyzer, cores: OverCores, contacts: list[Contact]
) -> None:
    assert len(contacts) > 2 * BATCH
    one = list(OneByOne(analyzer).analyze(contacts, mask=False))
    assert list(cores.analyze(contacts, mask=False)) == one
    assert list(cores.analyze(contacts[::-1], mask=False)) == one[::-1]
    assert [a.contact_id for a in one] == [c.id for c in contacts]


def test_contacts_as_given_are_masked_where_they_are_analysed(analyzer: Analyzer, cores: OverCores) -> None:
    contact = comment(f"打{PHONE}客服态度太差，没人管")
    for engine in (OneByOne(analyzer), cores):
        (found,) = engine.analyze([contact], mask=True)
        (before,) = engine.analyze([masked_contact(contact)], mask=False)
        assert found == before
        assert PHONE not in repr(found)


def test_an_engine_names_the_version_of_its_analyses(analyzer: Analyzer, cores: OverCores) -> None:
    for engine in (OneByOne(analyzer), cores):
        (found,) = engine.analyze([comment("闪退")], mask=False)
        assert found.version == engine.version == analyzer.version


def test_no_contacts_give_no_analyses(analyzer: Analyzer, cores: OverCores) -> None:
    assert list(OneByOne(analyzer).analyze([], mask=True)) == list(cores.analyze([], mask=True)) == []


def test_contacts_are_taken_as_they_are_needed(cores: OverCores) -> None:
    taken = 0

    def endless() -> Iterator[Contact]:
        nonlocal taken
        while True:
            taken += 1
            yield comment("", 5)

    assert len(list(islice(cores.analyze(endless(), mask=False), 3 * BATCH))) == 3 * BATCH
    assert taken <= 8 * BATCH
