"""Facts in the workplace: tables and their rows, templates to fill in, and files that people upload."""
