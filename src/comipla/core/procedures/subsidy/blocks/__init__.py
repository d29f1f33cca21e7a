"""What the papers of menu ③ say, built from the facts of their acts.

`asking` holds the municipality's forms, `deciding` and `settling` the prefecture's letters and
records; `shared` the tables they have in common. The standing words around these blocks are in
`comipla.core.wording`.
"""
