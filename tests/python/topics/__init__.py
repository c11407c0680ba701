"""Jobs of every common topic, a file for each group of them."""
