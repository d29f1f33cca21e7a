"""Pages: each view asks services and selectors and shows what they answer."""
