"""How fast reports become a picture, and stay one."""
