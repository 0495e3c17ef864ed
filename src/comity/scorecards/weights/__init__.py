"""Weights elicited from each party: swing, best-worst, pairs; side by side, combined, and what would change them.

Numbers here are shares of importance that people judged, so floats are allowed; no score and no money is computed here.
"""
