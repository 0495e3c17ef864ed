"""The words every other package speaks: problems, periods, calendars, exact numbers, figures."""
