"""Pages of the registry of community platforms."""
