"""Forms of the pages of a platform's money."""
