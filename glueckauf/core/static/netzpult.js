// The slider of a network's page: a day of quarter-hours that moves table and map. Without it a form asks for a time and the server answers.
(() => {
  const box = document.getElementById("karte"), form = document.getElementById("zeit"), table = document.getElementById("tabelle");
  const single = box?.dataset.zustand === "einer"; // gas and heat: one state, no day; then the table of the server stays as it is
  if (!box || !table || (!form && !single)) return;
  const water = box.dataset.netz !== "power", // of pipes the lowest pressure counts
    NONE = 65535, STEPS = 96, SHOWN_MS = 260;
  const clock = (step) => `${String(Math.floor(step / 4)).padStart(2, "0")}:${String((step % 4) * 15).padStart(2, "0")}`;
  const number = (value, places) => value.toFixed(places).replace(".", ",").replace(/,0$/, "");
  const bytes = (text) => new Uint16Array(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const shown = (value) => (value === null ? "ohne Wert" : water ? `${number(value, 1)} m` : `${number(value, value >= 10 ? 0 : 1)} %`);

  // what sensors show stands in the table of the server and is not moved by the slider: it was measured when it says
  const sensed = [...document.querySelectorAll("#messwerte [data-ort]")];
  const said = new Map(sensed.filter((tr) => water && tr.querySelector("td b")).map((tr) => [tr.dataset.knoten, `${tr.children[2].querySelector("small").textContent}: ${tr.querySelector("td b").textContent}`]));
  const sensors = { type: "FeatureCollection", features: sensed.map((tr) => ({ type: "Feature", geometry: { type: "Point", coordinates: tr.dataset.ort.split(" ").map(Number) }, properties: { id: tr.dataset.knoten, kind: "node", label: tr.dataset.text, fresh: tr.dataset.frisch === "ja" } })) };

  let day, map, step = Number(box.dataset.zeit), timer = 0, marks = [], middles = new Map();

  const value = (list, count, at, i, scale) => { const raw = list[at * count + i]; return raw === NONE ? null : raw / scale; };
  const use = (i, at = step) => value(day.use, day.elements.length, at, i, day.per_percent);
  const node = (i, at = step) => value(day.nodeValues, day.nodes.length, at, i, day.per_unit);
  const ranked = () => (water ? day.ranked : day.elements.keys());

  const rows = () => {
    const found = [];
    for (const i of ranked()) {
      const now = water ? node(i) : use(i);
      if (now !== null) found.push([water ? now : -now / day.elements[i][3], i, now]);
    }
    return found.sort((a, b) => a[0] - b[0]).slice(0, day.shown).map(([, i, now]) => (
      water ? { kind: "node", id: day.nodes[i], street: day.node_streets[i], now, of: (at) => node(i, at) }
        : { kind: day.elements[i][0], id: day.elements[i][1], street: day.elements[i][2], now, of: (at) => use(i, at) }));
  };

  const standing = () => [...table.tBodies[0].rows].map((tr) => ({ id: new URL(tr.querySelector("th a").href).searchParams.get("id"), text: tr.children[2].textContent }));

  const extreme = (row) => {
    let best = null, when = 0;
    for (let at = 0; at < STEPS; at++) {
      const one = row.of(at);
      if (one !== null && (best === null || (water ? one < best : one > best))) { best = one; when = at; }
    }
    return `${shown(best)} um ${clock(when)}`;
  };

  const fill = (tr, row, i) => {
    const [number_, head, now, bar, peak, basis] = tr.children, link = head.querySelector("a"), meter = bar.querySelector("meter");
    const title = `${day.words[row.kind] ?? "Element"} ${row.id}`;
    number_.textContent = i + 1;
    link.textContent = title;
    link.href = `${box.dataset.element}?${new URLSearchParams({ id: row.id, art: row.kind, tag: day.day, zeit: clock(step) })}`;
    head.querySelector("small").textContent = row.street;
    now.textContent = shown(row.now);
    meter.value = row.now;
    meter.textContent = shown(row.now);
    meter.setAttribute("aria-label", `${title}: ${shown(row.now)}`);
    peak.textContent = extreme(row);
    basis.replaceChildren("berechnet", ...(said.has(row.id) ? [Object.assign(document.createElement("small"), { textContent: said.get(row.id) })] : []));
  };

  const level = (share) => (share === null ? 3 : share > 1 ? 2 : share > 0.8 ? 1 : 0);
  const states = { lines: new Map(), nodes: new Map(), points: new Map() };
  const put = (source, id, wanted) => {
    const key = `${wanted.level} ${wanted.share ?? ""}`;
    if (states[source].get(id) === key) return; // ten thousand lines: only what changed
    states[source].set(id, key);
    map.setFeatureState({ source, id }, wanted);
  };

  const paint = (top) => {
    if (!map) return;
    day.elements.forEach(([kind, id, , limit], i) => {
      const share = use(i);
      if (kind === "transformer") return put("points", id, { level: level(share === null ? null : share / limit) });
      put("lines", id, water ? { level: share === null ? 3 : 0, share: Math.round((share ?? 0) / 4) / 25 } : { level: level(share === null ? null : share / limit) });
    });
    day.nodes.forEach((id, i) => {
      const at = node(i);
      put("nodes", id, { level: at === null ? 3 : water && at < Number(box.dataset.grenze) ? 2 : 0 });
    });
    marks.forEach((mark) => mark.remove());
    marks = top.flatMap((row, i) => {
      const spot = middles.get(row.id);
      if (!spot) return [];
      const tag = document.createElement("span");
      tag.className = "netzkarte__zahl";
      tag.textContent = `${i + 1}: ${row.text ?? shown(row.now)}`;
      const mark = new maplibregl.Marker({ element: tag, anchor: "bottom", offset: [0, -6] }).setLngLat(spot).addTo(map);
      tag.removeAttribute("aria-label"); // the table says it
      tag.setAttribute("aria-hidden", "true");
      return [mark];
    });
    untangle();
  };

  // of two numbers that lie on each other the one of the more loaded element stays
  const untangle = () => {
    const kept = [];
    for (const mark of marks) {
      const tag = mark.getElement(), { x, y } = map.project(mark.getLngLat()), half = (tag.offsetWidth || 60) / 2 + 2;
      const covered = kept.some((one) => Math.abs(one.x - x) < one.half + half && Math.abs(one.y - y) < 22);
      tag.classList.toggle("netzkarte__zahl--verdeckt", covered);
      if (!covered) kept.push({ x, y, half });
    }
  };

  const ring = (spot) => map?.getSource("chosen").setData(spot
    ? { type: "Feature", geometry: { type: "Point", coordinates: spot }, properties: {} } : { type: "FeatureCollection", features: [] });

  const spread = () => {
    let low = Infinity, high = -Infinity;
    for (let i = 0; i < day.nodes.length; i++) {
      const one = node(i);
      if (one !== null) { low = Math.min(low, one); high = Math.max(high, one); }
    }
    if (low > high) return "Kein Knoten ist versorgt.";
    return water ? `Druck ${number(low, 1)} bis ${number(high, 1)} m Wassersäule.` : `Spannung ${number(low * 100, 1)} bis ${number(high * 100, 1)} % der Nennspannung.`;
  };

  const show = (at, { keep = true } = {}) => {
    step = at;
    slider.value = at;
    slider.setAttribute("aria-valuetext", `${clock(at)} Uhr`);
    out.textContent = form.elements.zeit.value = document.getElementById("um").textContent = clock(at);
    document.getElementById("spanne").textContent = spread();
    const top = rows(), lines = [...table.tBodies[0].rows];
    while (lines.length < top.length) { const copy = lines.at(-1).cloneNode(true); table.tBodies[0].append(copy); lines.push(copy); }
    lines.forEach((tr, i) => { tr.hidden = i >= top.length; if (top[i]) fill(tr, top[i], i); });
    document.getElementById("gezeigt").textContent = top.length;
    paint(top);
    if (keep) history.replaceState(null, "", `?${new URLSearchParams({ tag: day.day, zeit: clock(at) })}${location.hash}`);
  };

  const play = () => {
    const running = Boolean(timer);
    clearInterval(timer);
    timer = running ? 0 : setInterval(() => show((step + 1) % STEPS, { keep: false }), SHOWN_MS);
    button.setAttribute("aria-pressed", String(!running));
    button.firstElementChild.textContent = running ? "Abspielen" : "Anhalten";
  };

  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: STEPS - 1, step: 1, value: step, id: "regler" });
  const out = document.createElement("output"), button = document.createElement("button"), bar = document.createElement("div");
  const build = () => {
    bar.className = "d-time__slider";
    const name = Object.assign(document.createElement("label"), { htmlFor: "regler", textContent: "Uhrzeit schieben" });
    out.htmlFor.add("regler");
    button.type = "button";
    button.className = "kern-btn kern-btn--secondary kern-btn--small";
    button.dataset.taste = "w";
    button.setAttribute("aria-keyshortcuts", "w");
    button.setAttribute("aria-pressed", "false");
    button.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: "Abspielen" }), " ", Object.assign(document.createElement("kbd"), { textContent: "w" }));
    bar.append(button, name, slider, out);
    form.append(bar);
    slider.addEventListener("input", () => show(Number(slider.value)));
    button.addEventListener("click", play);
    form.elements.tag?.addEventListener("change", () => form.requestSubmit());
  };

  const middle = (c) => (typeof c[0] === "number" ? c : [(c[0][0] + c.at(-1)[0]) / 2, (c[0][1] + c.at(-1)[1]) / 2]);
  const go = ({ properties: { id, kind } }) => {
    location.href = `${box.dataset.element}?${new URLSearchParams({ id, art: kind === "source" ? "node" : kind === "switch" && water ? "isolation" : kind, tag: day.day, zeit: clock(step) })}`;
  };
  const near = (point) => map.queryRenderedFeatures([[point.x - 8, point.y - 8], [point.x + 8, point.y + 8]], { layers: ["sensors", "switches", "stations", "nodes", "low", "hit"] })[0];

  const live = (grid) => Netzkarte.draw(box, { ...grid, sensors, worker: box.dataset.arbeiter, kind: water ? "water" : "power", title: "Karte des Netzes. Pfeiltasten verschieben, Plus und Minus vergrößern, Eingabe öffnet das Element in der Mitte." })
    .then((made) => {
      map = made;
      for (const source of [grid.nodes, grid.lines, grid.points]) for (const f of source.features) middles.set(f.properties.id, middle(f.geometry.coordinates));
      const chosen = middles.get(box.dataset.gewaehlt), pointed = (e) => {
        const link = e.target.closest?.("tr")?.querySelector("th a");
        ring(middles.get(link && new URL(link.href).searchParams.get("id")) ?? chosen);
      };
      ring(chosen);
      for (const kind of ["mouseover", "focusin"]) table.addEventListener(kind, pointed); // the row one looks at is ringed
      map.on("moveend", untangle);
      map.on("click", (e) => { const found = near(e.point); if (found) go(found); });
      map.on("mousemove", (e) => { map.getCanvas().style.cursor = near(e.point) ? "pointer" : ""; });
      map.getCanvas().addEventListener("keydown", (e) => {
        const found = e.key === "Enter" && near(map.project(map.getCenter()));
        if (found) go(found);
      });
      paint(single ? standing() : rows());
      box.dataset.steht = "ja";
    });

  const load = (address) => fetch(address, { credentials: "same-origin" }).then((r) => (r.ok ? r.json() : Promise.reject(new Error(r.status))));
  load(box.dataset.tag).then((found) => {
    day = { ...found, use: bytes(found.use), nodeValues: bytes(found.node_values) };
    if (!single) {
      build();
      show(step, { keep: false });
    }
    return load(box.dataset.karte).then(live);
  }).catch(() => {}); // the form and the drawing of the server stay
})();
