"""Pages of populations and projections."""
