"""Messages: threads of two, requests from strangers, read state."""
