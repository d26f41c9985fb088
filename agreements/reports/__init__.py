"""What many agreements say together, and what rests on them."""
