"""Fitting the encoder of comments. The only package that needs torch."""
