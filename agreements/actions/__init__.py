"""What happens to agreements: every change of state and every edit goes through here."""
