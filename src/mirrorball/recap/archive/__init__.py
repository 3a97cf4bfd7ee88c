"""The archive: many seasons in one place, comparable with each other, as pages and as tables."""
