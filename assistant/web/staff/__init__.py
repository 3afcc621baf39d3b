"""The pages for staff, below /staf: there only where a staff password is set."""
