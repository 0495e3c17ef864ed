"""What the API gives, one module a group of addresses."""
