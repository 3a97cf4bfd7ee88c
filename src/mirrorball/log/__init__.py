"""The memory: how events are written down and read again."""
