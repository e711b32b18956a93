"""What the desk prints: PDF files made of data alone. Nothing of a paper names an address that anybody would fetch."""
