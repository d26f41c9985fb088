// A map that asks first: nothing of it is loaded before the click, and the drawing and the list say the same.
//   <div data-fn-map data-tiles="https://…/{z}/{x}/{y}.png" data-credit="…" data-marks="#list"
//        data-script="leaflet.js" data-sheet="leaflet.css">
//     … <div data-fn-map-offer hidden><strong data-fn-map-host></strong><button></button></div>
//     <p data-fn-map-failed hidden></p>
//   </div>
// Marks are all elements in data-marks with data-lat and data-lon; data-label names them, data-number numbers them,
// data-href makes them links.

function loaded(element) {
  return new Promise((done, failed) => {
    element.addEventListener("load", done, { once: true });
    element.addEventListener("error", failed, { once: true });
    document.head.append(element);
  });
}

async function leaflet(area) {
  if (!window.L) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: area.dataset.sheet });
    const script = Object.assign(document.createElement("script"), { src: area.dataset.script });
    await Promise.all([loaded(sheet), loaded(script)]);
  }
  return window.L;
}

function words(mark) {
  const { label = "", href, number } = mark.dataset;
  const text = number ? `${number}. ${label}` : label;
  const line = document.createElement(href ? "a" : "span");
  line.textContent = text;
  if (href) line.href = href;
  return line;
}

async function show(area) {
  const L = await leaflet(area);
  const ground = document.createElement("div");
  ground.className = "map-ground";
  area.prepend(ground);
  const map = L.map(ground, { scrollWheelZoom: false });
  const tiles = L.tileLayer(area.dataset.tiles, { attribution: area.dataset.credit, maxZoom: 19 }).addTo(map);
  const drawing = area.querySelector("figure");
  if (drawing) drawing.hidden = true;
  tiles.once("tileerror", () => {
    area.querySelector("[data-fn-map-failed]").hidden = false;
    if (drawing) drawing.hidden = false;
  });
  const points = [];
  for (const mark of document.querySelectorAll(`${area.dataset.marks} [data-lat][data-lon], ${area.dataset.marks}[data-lat][data-lon]`)) {
    const point = [Number(mark.dataset.lat), Number(mark.dataset.lon)];
    const number = Object.assign(document.createElement("span"), { textContent: mark.dataset.number || "" });
    const icon = L.divIcon({ className: "map-mark", html: number, iconSize: [28, 28] });
    L.marker(point, { icon, title: mark.dataset.label, alt: mark.dataset.label }).bindPopup(words(mark)).addTo(map);
    points.push(point);
  }
  if (points.length) map.fitBounds(points, { padding: [24, 24], maxZoom: 16 });
  ground.setAttribute("role", "region");
  ground.setAttribute("aria-label", area.querySelector("button").textContent.trim());
}

for (const area of document.querySelectorAll("[data-fn-map]")) {
  const offer = area.querySelector("[data-fn-map-offer]");
  const host = offer.querySelector("[data-fn-map-host]");
  if (host) host.textContent = new URL(area.dataset.tiles.replace(/\{.\}/g, "0")).host;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", async () => {
    offer.hidden = true;
    try {
      await show(area);
    } catch {
      area.querySelector("[data-fn-map-failed]").hidden = false;
    }
  });
}
