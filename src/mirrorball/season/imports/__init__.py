"""Seasons from elsewhere: public tables and folders brought in, each with all that is odd about it."""
