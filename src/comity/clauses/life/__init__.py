"""The life of an obligation after its verdict: rules, steps, payments, elections, cures, ladders, as a fold."""
