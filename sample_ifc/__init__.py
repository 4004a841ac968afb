"""The sample models and the program that writes them.

What belongs here: generators of sample IFC files, and the files.
What does not: anything that the line needs to run.
"""
