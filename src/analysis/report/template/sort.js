"use strict";
// Sort, search and copy tables; "and n more" and the total stay below. The page works without this.
const words = document.querySelector("main").dataset;
const made = (tag, values) => Object.assign(document.createElement(tag), values);
for (const table of document.querySelectorAll(".table table")) {
  const body = table.tBodies[0], head = table.tHead.rows[0].cells;
  if (!body || body.rows.length < 2) continue;
  [...head].forEach((title, column) => {
    const button = made("button", { type: "button" });
    button.append(...title.childNodes);
    title.append(button);
    button.addEventListener("click", () => {
      const key = (row) => {
        const cell = row.cells[column];
        const sort = cell.dataset.sort;
        return sort === undefined ? cell.textContent : sort === "" ? null : Number(sort);
      };
      const numeric = title.classList.contains("n");
      const now = title.getAttribute("aria-sort");
      const up = now ? now === "descending" : !numeric;
      const rows = [...body.rows].sort((a, b) => {
        const x = key(a), y = key(b);
        if (x === null || y === null) return (x === null) - (y === null);
        const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
        return up ? order : -order;
      });
      for (const other of head) other.removeAttribute("aria-sort");
      title.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...rows);
    });
  });

  const frame = table.closest(".scroll");
  if (body.rows.length > 10) {
    const find = made("input", { type: "search", className: "find", placeholder: words.find });
    find.setAttribute("aria-label", words.find);
    const found = made("span", { className: "found" });
    found.setAttribute("role", "status");
    find.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      let n = 0;
      for (const row of body.rows) {
        const texts = [...row.cells].map((cell) => cell.title || cell.textContent);
        n += !row.classList.toggle("out", !texts.join("\n").toLowerCase().includes(wanted));
      }
      found.textContent = wanted ? `${n} / ${body.rows.length}` : "";
    });
    const line = made("p", { className: "tool" });
    line.append(find, found);
    frame.before(line);
  }

  // Numbers go out in full, and no text becomes a formula where it is pasted.
  const plain = (cell) => {
    if (cell.dataset.sort !== undefined && !cell.classList.contains("day")) return cell.dataset.sort;
    const text = cell.title || cell.textContent;
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+$/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const copy = made("button", { type: "button", textContent: words.copy });
  copy.addEventListener("click", async () => {
    const rows = [table.tHead.rows[0], ...[...body.rows].filter((row) => !row.classList.contains("out"))];
    const text = rows.map((row) => [...row.cells].map(plain).join(",")).join("\r\n") + "\r\n";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = made("textarea", { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      copy.focus();
    }
    copy.textContent = words.copied;
    setTimeout(() => { copy.textContent = words.copy; }, 2000);
  });
  const line = made("p", { className: "tool copy" });
  line.append(copy);
  frame.after(line);
}
