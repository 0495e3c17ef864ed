"""The scorecard in detail, how far it depends on its weights, and weights elicited from the parties, for people."""
