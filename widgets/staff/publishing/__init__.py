"""What waits, what that changes for visitors, and the ways there and back."""
