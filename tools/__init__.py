"""Tools of the developers: they write the generated documents. Not part of the package."""
