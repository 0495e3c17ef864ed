"""Health checks: what people's answers say, how far they can be relied on, and what may be shown."""
