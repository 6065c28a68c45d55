"use strict";
(() => {
  const table = document.querySelector("table.functions");
  if (!table) return;
  const body = table.tBodies[0];
  const controls = document.querySelector(".controls");
  const search = document.getElementById("filter");
  const boxes = [...controls.querySelectorAll("input[type=checkbox]")];
  const items = [...document.querySelectorAll("[data-text]")];
  controls.hidden = false;

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = new Set(boxes.filter((b) => b.checked).map((b) => b.value));
    for (const item of items) {
      const { text, status } = item.dataset;
      item.hidden = !(shown.has(status) && words.every((w) => text.includes(w)));
    }
  };
  search.addEventListener("input", filter);
  boxes.forEach((b) => b.addEventListener("change", filter));

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") !== "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].dataset.value;
      const compare = (a, b) => {
        const [x, y] = [key(a), key(b)];
        const order = isNaN(x) || isNaN(y) ? x.localeCompare(y) : x - y;
        return down ? -order : order;
      };
      body.append(...[...body.rows].sort(compare));
    });
  });

  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    target?.querySelectorAll("details").forEach((d) => { d.open = true; });
  };
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((d) => { d.open = true; });
  });
  unfold();
})();
