"""The moving: files and stores at the edges, plain functions from tables to tables inside."""
