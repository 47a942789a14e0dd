"""Page components. One component = one function here, one file in templates/core/parts, one tag. docs/components.md lists them."""
