"""The record: signed entries in one history that both parties can prove. It does not know what it stores.

docs/reference/record.md is its specification.
"""
