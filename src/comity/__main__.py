"""`python -m comity` does what `comity` does."""

from comity.cli.main import main

main()
