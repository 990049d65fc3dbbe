"""Rounds, adjudication and the work of several laptops."""
