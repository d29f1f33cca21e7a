"""Forms and lists of the registry's pages."""
