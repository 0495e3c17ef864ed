"""Comity: the shared scorekeeper for strategic alliances."""

__version__ = "0.1.0"
