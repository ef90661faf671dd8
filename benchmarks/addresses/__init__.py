"""What the address benchmarks share: made-up texts, faults, peers and the process of one engine."""
