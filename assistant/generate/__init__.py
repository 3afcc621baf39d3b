"""A language model that words answers, and the checks that keep it to the passages."""
