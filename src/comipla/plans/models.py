"""What a community finds and intends: issues, surveys, meetings, plans."""
