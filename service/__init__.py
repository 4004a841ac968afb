"""The doors: command line, and later the web service."""
