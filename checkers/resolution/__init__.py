"""Finding what is meant under whatever name: properties in the words of the standard, of an institute, of a tool, of free text.

What belongs here: from what a model says to the values that rules ask for, each with the step that gave it. What does not:
the words themselves (``checkers.names``), and what a rule makes of a value.
"""
