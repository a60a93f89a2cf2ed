"""What is published: records, editions and selections. Pure: no I/O, no HTTP, no HTML."""
