"""What crosses the wire: headers, static files and who may embed. Knows nothing of networks."""
