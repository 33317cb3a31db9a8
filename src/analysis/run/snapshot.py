"""What a report was begun with: settings, and the key of the rows that were read. Its kernels open that alone.

Rows that are appended, a client file that is edited or a day that ends while chapters run are not seen by any of them.
"""

from __future__ import annotations

import json

from analysis.client.client import Client

VARIABLE = "WORKBOOK_SNAPSHOT"


def snapshot_of(client: Client, read: str) -> str:
    """Return what kernels need to open a client as it was read.

    `client`: Settings with the overrides of the command.
    `read`: The key of the rows that were read (`Base.read`).
    """
    settings = client.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return json.dumps({"settings": settings, "folder": str(client.folder), "read": read}, ensure_ascii=False)


def opened(snapshot: str) -> tuple[Client, str]:
    """Return the client and the key of its rows, as a snapshot holds them."""
    stored = json.loads(snapshot)
    client = Client.model_validate_json(json.dumps(stored["settings"] | {"folder": stored["folder"]}))
    return client, stored["read"]
