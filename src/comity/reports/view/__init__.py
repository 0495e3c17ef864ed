"""The view model: what a sheet shows, in words."""
