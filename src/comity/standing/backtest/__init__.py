"""The terms of an agreement applied to facts of the past, and what other thresholds would have done."""
