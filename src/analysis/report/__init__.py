"""From executed notebooks to what the client holds: the page, the workbook, the manifest."""
