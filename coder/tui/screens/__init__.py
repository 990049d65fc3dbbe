"""Screens: each puts widgets together, turns keys into actions at the desk and asks the app for another screen by a message."""
