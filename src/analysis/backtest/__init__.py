"""Forecasts of purchases, made before and scored on what came after; nothing peeks."""
