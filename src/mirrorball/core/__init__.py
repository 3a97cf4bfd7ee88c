"""The rules: values and functions. No file, clock, network or chance, and no float where a place is decided."""
