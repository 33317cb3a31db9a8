"""What do we do on Monday? One action list, win-back, hold-back, capacity, targets, campaigns and scenarios."""
