"""Forms of issues and plans."""
