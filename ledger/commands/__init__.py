"""The words a clerk may type, by who uses them."""
