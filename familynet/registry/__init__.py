"""What every app adds something to and one place goes through: timed jobs, rules of erasure, kinds of imports."""
