"""Population tables of areas and the projections made from them."""
