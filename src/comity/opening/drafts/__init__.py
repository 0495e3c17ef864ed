"""Drafts of agreements: edits of the text that forms ask for, and the folder of a new alliance that a text becomes."""
