"""Many made-up offers for measuring: realistic German, spread over all of Thuringia."""
