"""Forms of acts on pages: what was typed, how it is shown, what stands before it is sent."""
