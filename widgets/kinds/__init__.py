"""The kinds of widget: their options and their views. Pure: an edition and options go in, a frozen
context with finished addresses comes out. No HTTP, no store."""
