"""The text between the centre and its partners: links, letters, answers, and whose turn it is."""
