"""Metrics: formula to plan to figures."""
