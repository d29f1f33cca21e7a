"""Block grants of a municipality to its platforms: schemes, metrics, runs."""
