from api.ids import ALPHABET, LENGTH, encoded, new_id


def test_ids_are_of_one_length_and_of_characters_that_a_url_takes() -> None:
    ids = {new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(len(one) == LENGTH and set(one) <= set(ALPHABET) for one in ids)


def test_later_ids_sort_after_earlier_ones() -> None:
    largest = 2**80 - 1
    assert encoded(1, largest) < encoded(2, 0) < encoded(1_800_000_000_000, 0) < encoded(2**48 - 1, largest)
