"""The alliance that `comity init` starts from and `comity demo` shows: files beside this module."""

from importlib.resources import files

STARTER = files(__name__)
