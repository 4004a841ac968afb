"""What every room stands on: workspace, compute, isolated processes, meshes, progress, settings.

Knows the words and nothing of rules, formats or flows.
"""
