"""The only spreadsheet file formats: readers to a grid, forms filled, report workbooks."""
