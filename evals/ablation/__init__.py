"""What each part is worth: switched off in turn, from outside, and measured on the same items."""
