"""The catalogue for readers: in the terminal, as data, and in the words that the generated reference shares."""
