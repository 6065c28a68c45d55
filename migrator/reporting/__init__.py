"""One ``Report`` value, built from what the stages found, and one writer a format.

``build`` decides, ``words`` names and ``charts`` measures; the writers only place what those three
say. Nothing here starts a process or imports user code.
"""
