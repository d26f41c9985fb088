"""Lists of offers for paper: the programme and the shortlist (Merkliste)."""
