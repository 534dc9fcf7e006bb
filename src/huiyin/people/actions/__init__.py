"""The one place where units, posts, accounts and holdings change: policy, form, row, log."""
