"""Green building and energy."""
