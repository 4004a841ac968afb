"""``python -m pipelines.ingest.columnar.warm_up`` compiles the kernels of reading, so that the first large model need not wait."""

from pipelines.ingest.columnar import cells, scan, source

KERNELS = (*cells.KERNELS, *scan.KERNELS, *source.KERNELS)


def warm_up() -> None:
    """Make every kernel ready; those that lie on the disk are only loaded."""
    for kernel in KERNELS:
        kernel.load()


if __name__ == "__main__":
    warm_up()
