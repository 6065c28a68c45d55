"""The immutable values that cross stages. Imports nothing of ours; every value goes to JSON and comes back."""
