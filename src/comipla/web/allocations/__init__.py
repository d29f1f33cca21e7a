"""The pages of block grants: the composer's form, pictures, papers."""
