"""The language of agreements said in English: words, names, formulas, deadlines, values."""
