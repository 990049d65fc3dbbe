"""Reading sources from files."""
