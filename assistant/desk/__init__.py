"""What the staff of a desk adds to the answers, and what it sees of them."""
