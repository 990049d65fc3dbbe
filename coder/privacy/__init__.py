"""Finding identifiers and keeping names apart from testimony."""
