"""Views of a standing for people to read: charts, page, PDF, terminal."""
