"""Reports to hand in: one prepared sheet in the words of whoever receives it, written as a page or as a PDF."""

from bonafides.render.handed.about import About, Holding, about
from bonafides.render.handed.preparing import sheet
from bonafides.render.handed.sheet import Sheet

__all__ = ["About", "Holding", "Sheet", "about", "sheet"]
