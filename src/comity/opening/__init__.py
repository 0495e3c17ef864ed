"""From an alliance folder, or its record, to the standing: where the command line and the workplace both begin."""
