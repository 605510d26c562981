"""`formgen import`: last year's files become the fill-in workbook, and every cell of them is accounted for."""
