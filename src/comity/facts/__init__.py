"""Facts: tables owed, validated, sealed as known on a day, reconciled between two reporters."""
