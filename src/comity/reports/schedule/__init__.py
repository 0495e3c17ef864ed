"""The performance schedule: an agreement said as the text of a contract, as DOCX and as PDF."""
