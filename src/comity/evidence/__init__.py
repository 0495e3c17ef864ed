"""Evidence packs: a record with all that it names in one file, which anybody can verify without trusting who wrote it.

docs/reference/evidence.md says what is in a pack and what its verification proves. Neither the web application nor a
database is needed, nor loaded, to verify one.
"""
