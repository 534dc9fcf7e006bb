"""The directory: service points, pools of mediators and experts, who can help with a matter."""
