"""What makes a project its own; judged by people, for whom evidence is listed."""
