"""The HTTP service: what the program can do, under /api/v1."""
