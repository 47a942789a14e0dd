// The editor of Leistungen: fields are dragged to another place, questions of a condition bring their answers at once.
// Buttons and keys do the same without this file; it only sends the forms of the page.
(() => {
  const tree = document.querySelector("[data-ziehen]");
  const form = document.getElementById("baum");
  if (!tree || !form) return;
  let dragged = null;
  const item = (event) => event.target.closest?.("[data-teil]");
  const fits = (target) => {
    if (!dragged || !target || target === dragged || dragged.contains(target)) return false;
    const isSection = (li) => li.dataset.teil.startsWith("section:");
    const inner = dragged.dataset.teil.includes(".");
    if (isSection(dragged)) return isSection(target);
    if (inner) return target.parentElement === dragged.parentElement;
    return !target.dataset.teil.includes(".");
  };
  tree.querySelectorAll("[data-teil]").forEach((li) => { li.draggable = true; });
  tree.querySelectorAll("a").forEach((a) => { a.draggable = false; });
  tree.addEventListener("dragstart", (e) => {
    dragged = item(e);
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", dragged?.dataset.teil ?? "");
  });
  tree.addEventListener("dragover", (e) => {
    const target = item(e);
    tree.querySelectorAll(".is-over").forEach((li) => li.classList.remove("is-over"));
    if (!fits(target)) return;
    e.preventDefault();
    target.classList.add("is-over");
  });
  tree.addEventListener("drop", (e) => {
    const target = item(e);
    if (!fits(target)) return;
    e.preventDefault();
    const deed = document.createElement("input");
    deed.type = "hidden"; deed.name = "tun"; deed.value = "bewegen";
    form.append(deed);
    form.elements.feld.value = dragged.dataset.teil;
    form.elements.vor.value = target.dataset.teil;
    form.submit();
  });
})();
