"""What happens to a question before it is searched, remembered or shown."""
