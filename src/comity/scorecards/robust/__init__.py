"""How robust a ranking is: other weights, other ways to add up. Views beside the score, never the score itself.

Floats and numpy are allowed here: nothing of this is owed, and all of it says how far the agreed numbers carry.
"""
