"""Pages of a platform's money."""
