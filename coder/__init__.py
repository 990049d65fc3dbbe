"""Code interview transcripts in a terminal and see how far coders agree."""

__version__ = "0.1.0"
