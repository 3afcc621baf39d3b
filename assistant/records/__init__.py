"""What the desk keeps of its use, in one SQLite file: questions, feedback, staff decisions."""
