// A map that asks first: nothing of it is loaded before the click, and the drawing and the list say the same.
//   <div data-fn-map data-tiles="https://…/{z}/{x}/{y}.png" data-credit="…" data-marks="#list" data-script="leaflet.js"
//        data-sheet="leaflet.css" data-name="Landkarte" data-in="Größer" data-out="Kleiner" data-many="Orte">
//     … <div data-fn-map-offer hidden><strong data-fn-map-host></strong><button></button></div>
//     <p data-fn-map-failed hidden></p>
//   </div>
// Marks are all elements in data-marks with data-lat and data-lon; data-label names them, data-number numbers them,
// data-href makes them links; links inside a mark stand in its bubble too. Marks that would cover each other are one
// circle with their count until there is room for them.

const APART = 40; // pixels between two marks that a finger can tell apart
const MOST_LINKS = 8;

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

function readMarks(area) {
  const inside = `${area.dataset.marks} [data-lat][data-lon], ${area.dataset.marks}[data-lat][data-lon]`;
  return [...document.querySelectorAll(inside)].map((row) => ({
    point: [Number(row.dataset.lat), Number(row.dataset.lon)],
    number: row.dataset.number || "",
    label: row.dataset.label || "",
    href: row.dataset.href,
    links: [...row.querySelectorAll("a[href]")].slice(0, MOST_LINKS),
  }));
}

const nameOf = (mark) => (mark.number ? `${mark.number}. ${mark.label}` : mark.label);

function bubble(marks) {
  const box = document.createElement("div");
  for (const mark of marks) {
    const line = document.createElement(mark.href ? "a" : "strong");
    line.textContent = nameOf(mark);
    if (mark.href) line.href = mark.href;
    const list = document.createElement("ul");
    list.className = "links";
    for (const link of mark.href ? [] : mark.links) {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.textContent.trim() }));
      list.append(item);
    }
    box.append(line, list);
  }
  return box;
}

// Groups of marks nearer than APART at this zoom, in the order of the list, so that the same zoom gives the same groups.
function groupsOf(map, marks) {
  const groups = [];
  for (const mark of marks) {
    const spot = map.project(mark.point);
    const near = groups.find((group) => group.spot.distanceTo(spot) < APART);
    if (near) near.marks.push(mark);
    else groups.push({ spot, marks: [mark] });
  }
  return groups;
}

function place(L, map, layer, area, group) {
  const { marks } = group;
  const many = marks.length > 1;
  const name = many ? `${marks.length} ${area.dataset.many}: ${marks.map(nameOf).join(", ")}` : nameOf(marks[0]);
  const bounds = L.latLngBounds(marks.map((mark) => mark.point));
  const html = Object.assign(document.createElement("span"), { textContent: many ? `${marks.length}×` : marks[0].number });
  const size = many ? 38 : 28;
  const icon = L.divIcon({ className: many ? "map-mark map-group" : "map-mark", html, iconSize: [size, size] });
  const marker = L.marker(many ? bounds.getCenter() : marks[0].point, { icon, title: name }).addTo(layer);
  const opens = many && map.getZoom() < map.getMaxZoom();
  if (!opens) marker.bindPopup(bubble(marks), { maxHeight: 220, maxWidth: Math.min(280, map.getSize().x - 80) });
  const act = (byKey) => {
    if (!opens) return marker.openPopup();
    map.focusNext = byKey ? marks[0].number : null;
    return map.fitBounds(bounds, { padding: [40, 40], maxZoom: Math.max(map.getZoom() + 2, map.getBoundsZoom(bounds)) });
  };
  if (opens) marker.on("click", () => act(false));
  const element = marker.getElement();
  element.setAttribute("aria-label", name);
  element.addEventListener("keydown", (event) => {
    if (event.key !== " " && (event.key !== "Enter" || !opens)) return; // Leaflet opens a bubble with Enter itself
    event.preventDefault();
    event.stopPropagation();
    act(true);
  });
  return { element, marks };
}

async function show(area) {
  const L = await leaflet(area);
  const marks = readMarks(area);
  const ground = document.createElement("div");
  ground.className = "map-ground";
  ground.setAttribute("role", "region");
  ground.setAttribute("aria-label", area.dataset.name);
  area.prepend(ground);
  const map = L.map(ground, { scrollWheelZoom: false, zoomControl: false, maxZoom: 19 });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: area.dataset.in, zoomOutTitle: area.dataset.out }).addTo(map);
  const drawing = area.querySelector("figure");
  const tiles = L.tileLayer(area.dataset.tiles, { attribution: area.dataset.credit, maxZoom: 19 });
  tiles.once("tileerror", () => {
    area.querySelector("[data-fn-map-failed]").hidden = false;
    if (drawing) drawing.hidden = false;
  });
  if (drawing) drawing.hidden = true;
  const layer = L.layerGroup().addTo(map);
  const draw = () => {
    layer.clearLayers();
    const placed = groupsOf(map, marks).map((group) => place(L, map, layer, area, group));
    if (!map.focusNext) return;
    placed.find((one) => one.marks.some((mark) => mark.number === map.focusNext))?.element.focus();
    map.focusNext = null;
  };
  if (marks.length) map.fitBounds(marks.map((mark) => mark.point), { padding: [24, 24], maxZoom: 16 });
  tiles.addTo(map);
  draw();
  map.on("zoomend", draw);
  ground.focus({ preventScroll: true });
}

function offerMap(area) {
  if (area.dataset.ready) return;
  area.dataset.ready = "yes";
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

function offerMaps() {
  document.querySelectorAll("[data-fn-map]").forEach(offerMap);
}

offerMaps();
document.addEventListener("htmx:afterSettle", offerMaps); // the map as a view of a list that swaps in place
