"""Pages of issues and plans."""
