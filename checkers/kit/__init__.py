"""The designers' kit: which fields settle which rules, and files that bring them into authoring tools.

What belongs here: what is made of the field list (``names/fields.toml``) and the rules. What does not: reading fields.
"""
