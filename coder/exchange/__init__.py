"""Codebooks, codings and values in other programs' forms."""
