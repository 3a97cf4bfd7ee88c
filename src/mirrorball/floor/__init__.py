"""The show running: one writer, who decides, records and tells."""
