"""The lines of the docket: facts, milestones, steps, claims, positions, settlements; why, until when, and what else."""
