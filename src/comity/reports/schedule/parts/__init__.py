"""The sections of the schedule, one module each."""
