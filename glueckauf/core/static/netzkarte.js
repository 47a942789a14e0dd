// A map without tiles: our own lines on a plain sheet, drawn by MapLibre. Without WebGL or this file the drawing of the server stays.
// No request goes anywhere but to this server: no style, sprite, glyph or tile is loaded; letters are drawn from the fonts of the page.
(() => {
  const EMPTY = { type: "FeatureCollection", features: [] };
  const DE = {
    "Map.Title": "Karte", "NavigationControl.ZoomIn": "Vergrößern", "NavigationControl.ZoomOut": "Verkleinern",
    "NavigationControl.ResetBearing": "Nach Norden drehen", "ScaleControl.Meters": "m", "ScaleControl.Kilometers": "km",
  };
  // ground and streets, calm, busy, over, dark: told apart by width and pattern too, see the layers below
  const COLOURS = {
    ground: "#f5f4f0", street: "#e1dfd6", text: "#1f2123", calm: "#4a5560", busy: "#8a5a00", over: "#8d1f1f", none: "#6b6b6b", measured: "#0b4f5c", surface: "#ffffff",
  };

  const bounds = (...collections) => {
    let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
    const take = (c) => {
      if (typeof c[0] !== "number") return c.forEach(take);
      west = Math.min(west, c[0]); east = Math.max(east, c[0]); south = Math.min(south, c[1]); north = Math.max(north, c[1]);
    };
    for (const { features } of collections) for (const f of features) if (f.geometry) take(f.geometry.coordinates);
    return west < Infinity ? [[west, south], [east, north]] : null;
  };

  const square = (size, colour) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)), data = new Uint8Array(size * size * 4);
    for (let i = 0; i < size * size; i++) {
      const x = i % size, y = Math.floor(i / size), edge = x < 3 || y < 3 || x >= size - 3 || y >= size - 3;
      data.set(edge ? [r, g, b, 255] : [255, 255, 255, 255], i * 4);
    }
    return { width: size, height: size, data };
  };

  const diamond = (size, colour, filled) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)), data = new Uint8Array(size * size * 4), half = (size - 1) / 2;
    for (let i = 0; i < size * size; i++) {
      const away = Math.abs(i % size - half) + Math.abs(Math.floor(i / size) - half);
      if (away <= half) data.set(filled || away > half - 4 ? [r, g, b, 255] : [255, 255, 255, 255], i * 4);
    }
    return { width: size, height: size, data };
  };

  const at = (n) => ["==", ["coalesce", ["feature-state", "level"], 0], n];
  const width = (factor) => ["interpolate", ["linear"], ["zoom"], 12, 1 * factor, 16, 2.5 * factor, 19, 6 * factor];
  const label = (c, extra = {}) => ({ "text-color": c.text, "text-halo-color": c.ground, "text-halo-width": 1.5, ...extra });

  const gridLayers = (c, water) => {
    const flow = ["coalesce", ["feature-state", "share"], 0];
    const line = (id, level, paint) => ({
      id, type: "line", source: "lines", layout: { "line-cap": "butt" }, paint: { "line-opacity": ["case", at(level), 1, 0], ...paint },
    });
    const calm = water
      ? ["+", 1.5, ["*", 7, flow]]
      : ["case", [">=", ["get", "kv"], 1], 3, 1.5];
    return [
      line("calm", 0, { "line-color": c.calm, "line-width": calm }),
      line("busy", 1, { "line-color": c.busy, "line-width": 5, "line-dasharray": [2, 1] }),
      line("over", 2, { "line-color": c.over, "line-width": 8 }),
      line("none", 3, { "line-color": c.none, "line-width": 2, "line-dasharray": [0.6, 2] }),
      { id: "hit", type: "line", source: "lines", paint: { "line-width": 14, "line-opacity": 0 } },
      { id: "nodes", type: "circle", source: "nodes", minzoom: 15, paint: {
        "circle-radius": ["case", at(2), 7, 3], "circle-color": ["case", at(2), c.over, at(3), c.none, c.surface],
        "circle-stroke-color": c.calm, "circle-stroke-width": 1.5 } },
      { id: "low", type: "circle", source: "nodes", paint: { "circle-radius": 7, "circle-color": c.over, "circle-opacity": ["case", at(2), 1, 0] } },
      { id: "switches", type: "circle", source: "points", filter: ["==", ["get", "kind"], "switch"], paint: {
        "circle-radius": 7, "circle-color": c.surface, "circle-stroke-color": c.over, "circle-stroke-width": 3 } },
      { id: "station-load", type: "circle", source: "points", filter: ["==", ["get", "kind"], "transformer"], paint: {
        "circle-radius": ["case", at(2), 15, 12], "circle-color": ["case", at(2), c.over, at(3), c.none, c.busy], "circle-opacity": ["case", at(0), 0, 1] } },
      { id: "stations", type: "symbol", source: "points", filter: ["!=", ["get", "kind"], "switch"], layout: {
        "icon-image": ["case", ["==", ["get", "kind"], "source"], "source", "station"], "icon-size": 0.7, "icon-allow-overlap": true,
        "text-field": ["get", "label"], "text-size": 12, "text-offset": [0, -1.5], "text-optional": true }, paint: label(c) },
      { id: "switch-names", type: "symbol", source: "points", minzoom: 14, filter: ["==", ["get", "kind"], "switch"], layout: {
        "text-field": ["concat", ["get", "label"], water ? " zu" : " offen"], "text-size": 12, "text-offset": [0, 1.5], "text-optional": true }, paint: label(c) },
      { id: "sensors", type: "symbol", source: "sensors", layout: {
        "icon-image": ["case", ["get", "fresh"], "sensor", "sensor-old"], "icon-size": 0.7, "icon-allow-overlap": true,
        "text-field": ["get", "label"], "text-size": 12, "text-offset": [0, -0.8], "text-anchor": "bottom", "text-optional": true }, paint: label(c) },
      { id: "chosen", type: "circle", source: "chosen", paint: { "circle-radius": 12, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": c.text, "circle-stroke-width": 3 } },
    ];
  };

  const outageLayers = (c) => [
    { id: "now", type: "line", source: "lines", filter: ["==", ["get", "now"], 1], layout: { "line-cap": "round" }, paint: { "line-color": c.text, "line-width": 8 } },
    { id: "later", type: "line", source: "lines", filter: ["==", ["get", "now"], 0], paint: { "line-color": c.text, "line-width": 5, "line-dasharray": [1, 1.5] } },
    { id: "names", type: "symbol", source: "lines", layout: { "text-field": ["concat", ["get", "number"], ". ", ["get", "street"]], "text-size": 14, "text-offset": [0, 1.6], "symbol-placement": "line-center" }, paint: label(c) },
  ];

  // draws into `box`; resolves to the map once it stands, rejects where there is no WebGL
  const draw = (box, { worker, streets = EMPTY, lines = EMPTY, points = EMPTY, nodes = EMPTY, sensors = EMPTY, kind, title }) =>
    new Promise((resolve, reject) => {
      const inside = bounds(lines, points, nodes);
      if (!window.maplibregl || !inside) return reject(new Error("nothing to draw"));
      const c = COLOURS, sheet = document.createElement("div");
      sheet.className = "netzkarte__live";
      maplibregl.setWorkerUrl(worker);
      maplibregl.setWorkerCount(1);
      box.append(sheet);
      const source = (data) => ({ type: "geojson", data, promoteId: "id", tolerance: 0, maxzoom: 16 });
      let map;
      try {
        map = new maplibregl.Map({
          container: sheet, bounds: inside, fitBoundsOptions: { padding: 48, maxZoom: 17, duration: 0 }, attributionControl: false, fadeDuration: 0,
          locale: { ...(document.documentElement.lang === "de" ? DE : {}), "Map.Title": title }, dragRotate: false, pitchWithRotate: false, touchPitch: false, maxZoom: 20, cooperativeGestures: false,
          style: {
            version: 8,
            sources: { streets: source(streets), lines: source(lines), points: source(points), nodes: source(nodes), chosen: source(EMPTY), sensors: source(sensors) },
            layers: [
              { id: "ground", type: "background", paint: { "background-color": c.ground } },
              { id: "streets", type: "line", source: "streets", layout: { "line-cap": "round" }, paint: { "line-color": c.street, "line-width": width(6) } },
              { id: "street-names", type: "symbol", source: "streets", minzoom: 12.5, layout: {
                "text-field": ["get", "name"], "text-size": 13, "symbol-placement": "line-center", "text-offset": [0, 1.2] }, paint: label(c) },
              ...(kind === "outages" ? outageLayers(c) : gridLayers(c, kind === "water")),
            ],
          },
        });
      } catch (error) { sheet.remove(); return reject(error); }
      map.scrollZoom.disable(); // the page scrolls; buttons, + and - zoom
      map.touchZoomRotate.disableRotation();
      map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
      map.addControl(new maplibregl.ScaleControl({ maxWidth: 90, unit: "metric" }), "bottom-left");
      map.addImage("station", square(20, c.calm));
      map.addImage("source", square(28, c.text));
      map.addImage("sensor", diamond(25, c.measured, true));
      map.addImage("sensor-old", diamond(25, c.measured, false));
      map.once("load", () => { box.classList.add("netzkarte--steht"); resolve(map); });
    });

  window.Netzkarte = { draw };

  // the public page: streets of the open data over the drawing of the server; the list stays the page
  const open = document.querySelector("[data-stoerungen]");
  if (open) {
    fetch(open.dataset.stoerungen).then((r) => r.json()).then(({ features }) => {
      // what the list beside it shows, under the same number
      const number = (f) => document.querySelector(`[data-stoerung="${CSS.escape(f.properties.id)}"]`)?.dataset.nummer;
      const shown = features.filter((f) => f.geometry && f.properties.state !== "ended" && number(f));
      const now = Date.now();
      for (const f of shown) Object.assign(f.properties, { now: Date.parse(f.properties.begins_at) <= now ? 1 : 0, number: number(f) });
      return draw(open, { worker: open.dataset.arbeiter, lines: { type: "FeatureCollection", features: shown }, kind: "outages", title: open.dataset.titel });
    }).catch(() => {});
  }
})();
