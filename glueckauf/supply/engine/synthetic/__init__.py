"""Invented networks on invented streets, for demo and tests. Always shown as "synthetisch"; nothing in them is an operator's."""
