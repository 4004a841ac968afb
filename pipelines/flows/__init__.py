"""Where the rooms meet: the steps of the line, and the Prefect flows made of them."""
