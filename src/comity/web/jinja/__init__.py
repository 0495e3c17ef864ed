"""Jinja templates of the workplace; the sections of a standing are those of the reports."""
