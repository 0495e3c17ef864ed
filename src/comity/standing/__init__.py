"""The standing: everything known of an alliance on a day, as a pure fold."""
