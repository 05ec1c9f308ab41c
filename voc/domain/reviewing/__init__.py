"""The review workflow: answers built one verdict at a time, tasks, sampling, second opinions, calibration, appeals."""
