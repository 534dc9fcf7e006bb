"""Rotas: who has which shift, planned fairly, swapped among colleagues (METHODS L4, X3, S7)."""
