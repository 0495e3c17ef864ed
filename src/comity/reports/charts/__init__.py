"""Charts as shapes with roles; the page colours them by CSS, paper by a fixed palette."""
