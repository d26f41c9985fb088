"""What an agreement says: its words, where they come from, and what became of them."""
