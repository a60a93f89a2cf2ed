"""The benchmark, `make bench`: each figure beside another one that was measured in the same run."""
