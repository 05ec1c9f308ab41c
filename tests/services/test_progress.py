from voc.services.progress import Progress, silent


def test_the_silent_one_can_be_told_anything() -> None:
    told: Progress = silent
    told(1, None)
    told(2, 2)
