"""Scorecards: value functions over fixed anchors, weights, coverage."""
