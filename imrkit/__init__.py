"""Reads Independent Medical Review decision letters into typed, frozen objects."""
