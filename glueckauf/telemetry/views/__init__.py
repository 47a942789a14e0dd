"""Where devices deliver by HTTP."""
