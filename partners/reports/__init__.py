"""Numbers about the network."""
