"""OGC API – Features: what is asked, in which reference system, and how features are written."""
