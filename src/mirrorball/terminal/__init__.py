"""The terminal: what a person reads after typing a command."""
