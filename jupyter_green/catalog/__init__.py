"""The dated tables behind every figure: instances, Regions, prices and service lifecycle, read lazily."""
