"""The renewal: a lane of an old residential block in Jincheng with its four houses, as a model of the renewal while it is built."""
