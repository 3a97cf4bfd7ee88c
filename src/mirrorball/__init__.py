"""Mirrorball: a dance show from cast to crown, and anyone can check it."""

from __future__ import annotations

__version__ = "0.1.0"
