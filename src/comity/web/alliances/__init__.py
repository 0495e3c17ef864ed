"""The alliances of a workplace, who takes part in them, and what is shown of them."""
