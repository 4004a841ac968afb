"""The words: columns, tables, codes, units, errors and messages.

What belongs here: names and their meaning.
What does not: anything that opens a file, a network or a process. This package imports nothing of ours.
"""
