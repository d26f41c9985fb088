"""Everything the page of one offer says."""
