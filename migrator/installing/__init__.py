"""Puts proven replacements into the user's repository, takes them out, checks that they hold."""
