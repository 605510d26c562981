"""The portable folder for offices without Python: made by `make bundle`, tried by `make test-windows`."""
