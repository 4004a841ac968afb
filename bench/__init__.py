"""How fast the line is and how much memory it takes, beside what others' programs take for the same (``make bench``)."""
