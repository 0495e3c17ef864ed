"""Worked examples: the agreement's own tests, run on facts and figures that it gives."""
