"""What runs inside the user's interpreter: starts the program as plain Python would, and watches it.

Standard library only, no import of the rest of migrator, relative imports only: ``runner.py`` loads
this folder by its path as the package ``_migrator_child``, under any CPython from 3.11 on.
"""
