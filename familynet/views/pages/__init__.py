"""Public pages that several apps fill: start, organisation, house, practice."""
