"""Huiyin 回音: casework for residents' appeals and disputes."""
