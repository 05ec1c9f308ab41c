"""Tests of everything."""

import os

# Workers of pytest-xdist are told a width, which consoles made while it stands would keep for good.
os.environ.pop("COLUMNS", None)
os.environ.pop("LINES", None)
