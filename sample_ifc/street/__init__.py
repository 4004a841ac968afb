"""A city street with a bridge over a river: what is drawn, and what is planted in its faulty twin."""
