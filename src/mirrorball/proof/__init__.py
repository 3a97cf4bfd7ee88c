"""The evidence: the record of a night, and a reader who trusts nothing in it."""
