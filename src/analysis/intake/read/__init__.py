"""Open anything: every file of a source as one table of text."""
