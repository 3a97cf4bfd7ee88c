"""What the benchmarks compare with: each a server of its own, started by the script that measures it."""
