"""The questions: what might have been, always said to be so."""
