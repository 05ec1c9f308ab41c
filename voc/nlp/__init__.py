"""Text to tokens, votes, valences, moments and verdicts."""
