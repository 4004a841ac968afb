"""Whether what was delivered is whole, clean and as the platform wants it."""
