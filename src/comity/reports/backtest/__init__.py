"""A backtest as people read it: terminal, page, PDF, JSON, and its tables as CSV."""
