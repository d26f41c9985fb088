"""What is looked for, in numbers without persons."""
