"""What a cell shows: sentences, tables and figures as text and HTML, formats, language, style."""
