"""The gateway: real time over one WebSocket per tab."""
