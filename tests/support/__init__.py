"""What tests share: databases, clocks, people."""
