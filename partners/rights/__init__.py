"""What people may do today, read from their memberships; every app above asks here."""
