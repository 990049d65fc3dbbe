"""The study's things as plain, frozen values; no file, no clock, no library."""
