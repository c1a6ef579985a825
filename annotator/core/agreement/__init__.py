"""Agreement between annotators: per-document tables that add up, measures on their sums, intervals over documents."""
