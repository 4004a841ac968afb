"""Reports of one federation: ``report.json`` for programs, ``report.html`` to read, ``report.xlsx`` to work from."""
