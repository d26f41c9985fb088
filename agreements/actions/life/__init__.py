"""What people and the calendar do to an agreement after it was signed: notice, suspension, talks, its daily move."""
