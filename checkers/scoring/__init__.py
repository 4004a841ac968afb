"""Points by criteria: what may be counted in a model, how it becomes points, and who weighs it."""
