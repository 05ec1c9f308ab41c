"""What leaves the program: JSON records and the weekly workbook."""
