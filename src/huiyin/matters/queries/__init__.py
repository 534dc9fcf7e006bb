"""What pages and programs read: frozen values, every query starting from `policy.visible`."""
