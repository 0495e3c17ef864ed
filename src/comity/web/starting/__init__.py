"""A new alliance without a file: an agreement made by forms, whose text is always beside them."""
