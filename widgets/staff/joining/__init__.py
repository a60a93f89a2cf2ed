"""The memberships of one network or organisation, and many added at once from a list of names."""
