"""What the columnar reader leaves to the parser."""


class CannotRead(Exception):
    """The file holds something that only the parser reads rightly; the whole file is read by it instead."""

    def __init__(self, where: str, why: str) -> None:
        """Say where it stands (a class, a table, a step id) and what it is."""
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why
