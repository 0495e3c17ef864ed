"""What the project promises about speed, measured: `make bench`.

Every `bench_*.py` here has a function `bench() -> list[Result]`; the runner finds it and prints one table.
"""
