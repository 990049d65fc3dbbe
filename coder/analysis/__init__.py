"""Pure mathematics over spans and tables: agreement, cross-tabulation, ranking."""
