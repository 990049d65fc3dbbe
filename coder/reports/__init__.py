"""Questions put to a study, answered as tables, and their renderings."""
