"""Prefabricated construction."""
