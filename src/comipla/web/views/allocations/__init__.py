"""Pages of block grants."""
