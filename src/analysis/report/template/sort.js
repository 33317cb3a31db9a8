"use strict";
// Click a header to sort a table's rows; "and n more" and the total stay below. The page works without this.
for (const table of document.querySelectorAll(".table table")) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) continue;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const key = (row) => {
        const cell = row.cells[column];
        const sort = cell.dataset.sort;
        return sort === undefined ? cell.textContent : sort === "" ? null : Number(sort);
      };
      const numeric = head.classList.contains("n");
      const now = head.getAttribute("aria-sort");
      const up = now ? now === "descending" : !numeric;
      const rows = [...body.rows].sort((a, b) => {
        const x = key(a), y = key(b);
        if (x === null || y === null) return (x === null) - (y === null);
        const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
        return up ? order : -order;
      });
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...rows);
    });
  });
}
