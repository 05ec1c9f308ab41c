"""Voice-of-customer analyzer for call centres."""

__version__ = "0.1.0"
