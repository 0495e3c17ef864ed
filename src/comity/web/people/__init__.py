"""Who works here: people, their organisations, and what each may do in which alliance."""
