"""The pages of an alliance: a module for each kind, from what a reader may see to blocks (web.alliances.pieces)."""
