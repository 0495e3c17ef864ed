"""The shared workplace: a web application in which both partners see the same alliance, each what it may see."""
