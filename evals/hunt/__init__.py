"""What `bonafides hunt` finds, misses and wrongly finds in generated and real logs; see `python -m evals.hunt`."""
