"""What whoever runs the server sees of it: logs, metrics and its health. Nothing of a visitor."""
