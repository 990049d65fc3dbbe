"""Widgets: each paints one thing, knows its neighbours by messages only, and asks no study."""
