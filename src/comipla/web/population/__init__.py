"""What the pages of populations say and draw."""
