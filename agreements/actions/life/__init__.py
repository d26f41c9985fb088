"""What people and the calendar do to an agreement after it was signed: notice, rest, review talks, its daily move."""
