"""Traceability of what is built in."""
