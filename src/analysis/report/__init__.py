"""From executed notebooks to what the client holds: the page, the workbook, the manifest."""

import sys

# jsonschema's check of web addresses builds a grammar for two seconds when it is imported; notebooks hold none.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
