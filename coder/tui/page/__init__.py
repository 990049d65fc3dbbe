"""A source as it stands on a screen, without a screen: no Textual in here, so all of it is tested without an app."""
