"""Benchmarks: generators of large inputs and one runner; figures, never assertions."""
