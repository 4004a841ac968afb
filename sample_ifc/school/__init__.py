"""A three-storey primary-school building in Jincheng: what it is, how it is modelled, and what can be wrong with it."""
