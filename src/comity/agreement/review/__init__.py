"""The review of an agreement: what counsel would question in terms that read without error."""
