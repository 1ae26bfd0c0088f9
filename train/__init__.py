"""Training: from the corpus to the learned layer's model, by one reproducible script."""
