"""The ballot box: what viewers cast, and how it is counted."""
