"""Extractors: functions from a region of a letter to values with their places, a module per domain object."""
