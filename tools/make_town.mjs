#!/usr/bin/env node
// Makes the maps of the sample services: Eastmere, a small town that does not exist, as GeoJSON and a list of addresses. The same
// every time. It lies where in truth the sea is, so that nobody takes it for a real one. node tools/make_town.mjs [SERVICES]
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const services = process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '../services');

// Mulberry32: small, and the same everywhere.
let state = 20_261_130;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const between = (low, high) => low + (high - low) * random();

// Everything is drawn in metres: x to the east, y to the north of the market place.
const centre = { latitude: 52.948, longitude: 0.312 };
const perDegree = 111_195;
const shrink = Math.cos((centre.latitude * Math.PI) / 180);
const round = (value) => Math.round(value * 1e5) / 1e5;
const place = ([x, y]) => [round(centre.longitude + x / (perDegree * shrink)), round(centre.latitude + y / perDegree)];

// A curve through points (Catmull and Rom), so that nothing has corners that was drawn by hand.
function curve(points, steps = 6) {
  const out = [];
  for (let i = 0; i < points.length - 1; i += 1) {
    const [a, b, c, d] = [points[Math.max(i - 1, 0)], points[i], points[i + 1], points[Math.min(i + 2, points.length - 1)]];
    for (let s = 0; s < steps; s += 1) {
      const t = s / steps;
      out.push([0, 1].map((k) => 0.5 * (2 * b[k] + (c[k] - a[k]) * t + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t +
        (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t * t * t)));
    }
  }
  out.push(points.at(-1));
  return out;
}
function ring(points, steps = 5) {
  const closed = curve([...points, points[0], points[1]], steps);
  const from = 0;
  const body = closed.slice(from, points.length * steps);
  return [...body, body[0]];
}
const square = (x, y, width, height) => [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]];
function blob(x, y, size, squash = 1, corners = 9) {
  const points = [];
  for (let i = 0; i < corners; i += 1) {
    const angle = (i / corners) * 2 * Math.PI;
    const radius = size * between(0.8, 1.18);
    points.push([x + radius * Math.cos(angle), y + radius * squash * Math.sin(angle)]);
  }
  return ring(points);
}
// A band along a line, as an area.
function band(line, width) {
  const left = [];
  const right = [];
  for (let i = 0; i < line.length; i += 1) {
    const [a, b] = [line[Math.max(i - 1, 0)], line[Math.min(i + 1, line.length - 1)]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    const half = (typeof width === 'function' ? width(i / (line.length - 1)) : width) / 2;
    const across = [(-(b[1] - a[1]) / length) * half, ((b[0] - a[0]) / length) * half];
    left.push([line[i][0] + across[0], line[i][1] + across[1]]);
    right.unshift([line[i][0] - across[0], line[i][1] - across[1]]);
  }
  return [...left, ...right, left[0]];
}

const streets = [];
const ground = [];
const buildings = [];
const street = (name, kind, points, steps = 6) => streets.push({ name, kind, line: points.length > 2 ? curve(points, steps) : points });
const area = (kind, shape, name) => ground.push({ kind, shape, name });

// The river comes from the south-west, bends around the old town and runs into the mere in the east.
const river = curve([[-2600, -1250], [-1900, -1050], [-1250, -620], [-760, -470], [-330, -520], [80, -470], [420, -330], [760, -250], [1180, -330], [1600, -360]], 9);
const mere = ring([[1480, -420], [1560, -60], [1790, 240], [2120, 300], [2420, 60], [2500, -380], [2290, -760], [1960, -860], [1640, -740]], 7);

area('land', ring([[-1750, -180], [-1600, 520], [-1050, 980], [-250, 1130], [600, 1040], [1180, 640], [1420, 80], [1330, -520], [900, -1010], [180, -1200], [-620, -1080], [-1250, -760]], 8));
area('wood', blob(-2050, 760, 430, 0.8, 10), 'Hag Wood');
area('wood', blob(520, 1560, 360, 0.5, 9), 'Priory Wood');
area('wood', blob(1560, -1290, 330, 0.55, 9), 'Alder Carr');
area('park', ring([[250, 150], [420, 250], [700, 240], [860, 90], [780, -80], [560, -120], [340, -30]], 6), 'Castle Park');
area('park', ring([[-1180, -480], [-1000, -390], [-790, -380], [-700, -440], [-900, -540], [-1120, -600]], 6), 'Water Meadows');
area('park', square(-1000, 560, 300, 190), 'North Field');
area('park', ring([[1230, 60], [1340, 200], [1460, 160], [1480, -60], [1380, -190], [1270, -120]], 6), 'Mereside Green');
area('park', ring([[-520, -800], [-330, -740], [-230, -860], [-330, -990], [-520, -960]], 6), 'Cemetery');
area('park', ring([[-60, 640], [60, 700], [180, 640], [150, 540], [10, 520]], 5), 'Jubilee Gardens');
area('water', band(river, (t) => 24 + 40 * t), 'River Ease');
area('water', mere, 'East Mere');
area('water', blob(560, 60, 46, 0.6, 7), 'Castle Pond');
area('square', [[-62, -46], [66, -58], [80, 38], [-52, 50], [-62, -46]], 'Market Place');

// Main roads.
street('Westgate', 'main', [[-2600, 120], [-1900, 60], [-1300, 20], [-800, 60], [-420, 30], [-62, 0]]);
street('Mere Road', 'main', [[66, -10], [300, -60], [620, -180], [960, -190], [1240, -160], [1420, -260]]);
street('Priory Road', 'main', [[20, 48], [60, 280], [180, 520], [330, 860], [420, 1250], [430, 1900]]);
street('Bridge Street', 'main', [[0, -54], [-40, -260], [-70, -480], [-40, -700], [40, -980], [60, -1300], [-40, -1900]]);
street('Ring Road', 'main', [[-1300, 20], [-1250, 420], [-900, 800], [-300, 960], [300, 900], [860, 660], [1150, 260], [1240, -160]]);

// The old town: short, bent streets around the market.
const old = [
  ['Linden Street', [[-420, 30], [-380, 190], [-250, 300], [-60, 330], [75, 300]]],
  ['Cornmarket', [[-200, 14], [-190, 120], [-110, 190], [10, 180], [47, 160]]],
  ['Church Lane', [[-62, 20], [-110, 190], [-140, 315]]],
  ['Friar Gate', [[-190, 120], [-300, 130], [-392, 120]]],
  ['Saddlers Row', [[-420, 30], [-400, -120], [-280, -230], [-46, -260]]],
  ['Fish Street', [[-230, 10], [-220, -110], [-170, -240]]],
  ['Tanner’s Lane', [[-220, -110], [-120, -130], [-20, -140]]],
  ['Quay Street', [[-300, -430], [-180, -400], [-64, -400], [120, -370], [330, -270], [480, -140]]],
  ['Castle Street', [[66, -10], [140, 90], [250, 150], [300, 330], [200, 430], [128, 420]]],
  ['Chapel Walk', [[47, 160], [150, 190], [280, 240]]],
  ['Weir Lane', [[-280, -230], [-310, -330], [-300, -430]]],
  ['Granary Yard', [[120, -370], [130, -260], [200, -150], [230, -45]]],
];
for (const [name, points] of old) street(name, 'street', points);

// Terraces in the west, in rows.
const westNames = ['Alma Street', 'Inkerman Street', 'Raglan Street', 'Cardigan Street', 'Balaclava Street'];
westNames.forEach((name, i) => street(name, 'street', [[-1160 + i * 150, 40 + i * 4], [-1140 + i * 150, 190], [-1120 + i * 150, 360 + i * 14]], 4));
street('Albert Road', 'street', [[-1260, 360], [-1120, 370], [-820, 400], [-520, 420], [-250, 430], [128, 420]]);
street('Victoria Road', 'street', [[-1210, 200], [-980, 205], [-700, 210], [-540, 200], [-392, 170]]);
street('Station Road', 'street', [[-520, 420], [-500, 560], [-480, 760], [-440, 930]]);
street('Foundry Lane', 'street', [[-250, 430], [-230, 600], [-210, 780], [-180, 955]]);

// The north: crescents.
street('Jubilee Crescent', 'street', [[150, 460], [-40, 490], [-130, 610], [-40, 730], [120, 740], [260, 690]]);
street('Elgar Road', 'street', [[300, 780], [470, 700], [640, 560], [700, 400], [620, 300], [300, 330]]);
street('Holst Close', 'street', [[640, 560], [520, 520], [430, 540]]);
street('Purcell Way', 'street', [[700, 400], [860, 440], [1010, 480]]);
street('Britten Road', 'street', [[860, 660], [870, 440], [880, 250], [960, 60], [960, -190]]);
street('Finzi Close', 'street', [[880, 250], [1000, 270], [1080, 330]]);
street('Orchard Way', 'street', [[-900, 800], [-840, 940], [-620, 1010], [-440, 930]]);

// South of the river: a grid that follows the hill, and the new quarter by the mere.
street('South Parade', 'street', [[-1000, -760], [-700, -680], [-380, -660], [-45, -680], [320, -600], [700, -480], [1000, -420], [1260, -440]]);
street('Hill Street', 'street', [[-860, -940], [-560, -1040], [-240, -1050], [50, -1010], [420, -900], [800, -740], [1080, -640]]);
street('Windmill Lane', 'street', [[-700, -680], [-640, -830], [-600, -1035]]);
street('Nelson Street', 'street', [[180, -640], [220, -800], [250, -950]]);
street('Hardy Street', 'street', [[390, -585], [440, -740], [480, -875]]);
street('Collingwood Street', 'street', [[590, -515], [650, -660], [690, -790]]);
street('Trafalgar Street', 'street', [[800, -460], [870, -590], [920, -695]]);
street('Mill Lane', 'street', [[-1000, -760], [-1060, -640], [-1260, -480], [-1480, -200], [-1500, 30]]);
street('Old Bridge', 'street', [[480, -140], [540, -300], [590, -515]]);
street('Boathouse Lane', 'street', [[1260, -440], [1400, -400], [1430, -260]]);
street('Heron Way', 'street', [[1240, -160], [1300, 0], [1300, 180], [1210, 330]]);
street('Bittern Close', 'street', [[1300, 0], [1200, 40], [1120, 20]]);

// Paths and the railway.
street('Towpath', 'path', river.filter((_, i) => i % 5 === 0).map(([x, y]) => [x - 6, y + 46]));
street('Mere Walk', 'path', mere.filter((_, i) => i % 3 === 0).slice(0, 12).map(([x, y]) => [1980 + (x - 1980) * 1.06, -240 + (y + 240) * 1.07]));
street('Castle Mound', 'path', [[280, 190], [430, 150], [520, 40], [700, 60], [820, 60]]);
street('Wood Way', 'path', [[-1250, 420], [-1600, 560], [-1900, 720], [-2250, 860]]);
street('Meadow Path', 'path', [[-1260, -480], [-1050, -470], [-820, -440], [-560, -480]]);
street('', 'rail', [[-2600, 620], [-1900, 560], [-1350, 600], [-900, 690], [-480, 770], [-60, 850], [500, 1000], [1200, 1150], [2600, 1250]]);

// Houses along the streets: where there is room.
const boxes = [];
const inside = (shape, [x, y]) => {
  let odd = false;
  for (let i = 0; i + 1 < shape.length; i += 1) {
    const [a, b] = [shape[i], shape[i + 1]];
    if ((a[1] > y) !== (b[1] > y) && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) odd = !odd;
  }
  return odd;
};
function distance([x, y], [a, b]) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const along = Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a[0] - along * dx, y - a[1] - along * dy);
}
const open = ground.filter(({ kind }) => kind === 'water' || kind === 'park' || kind === 'square' || kind === 'wood').map(({ shape }) => shape);
const segments = streets.flatMap(({ line, kind }) => line.slice(1).map((point, i) => ({ pair: [line[i], point], clear: kind === 'main' ? 13 : kind === 'path' ? 5 : kind === 'rail' ? 14 : 9.5 })));
const addresses = [];
const postcodes = new Map();
let house = 0;
for (const { name, kind, line } of streets) {
  if (kind === 'path' || kind === 'rail') continue;
  const terraced = westNames.includes(name) || old.some(([other]) => other === name);
  let walked = 14;
  let passed = 0;
  let number = 1;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    while (walked < passed + length) {
      const wide = terraced ? between(17, 26) : between(15, 21);
      const deep = terraced ? between(12, 16) : between(11, 15);
      const at = walked - passed;
      for (const side of [1, -1]) {
        const off = (kind === 'main' ? 17 : 13) + deep / 2 + between(0, terraced ? 1.5 : 6);
        const middle = [a[0] + ux * at - uy * side * off, a[1] + uy * at + ux * side * off];
        const corner = (p, q) => [middle[0] + (ux * p * wide - uy * q * deep) / 2, middle[1] + (uy * p * wide + ux * q * deep) / 2];
        const shape = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
        const reach = Math.hypot(wide, deep) / 2;
        const edge = Math.hypot(middle[0] + 150, middle[1] + 40) > 1750;
        const blocked = edge || open.some((other) => [...shape, middle].some((point) => inside(other, point))) ||
          segments.some(({ pair, clear }) => [...shape, middle].some((point) => distance(point, pair) < clear)) ||
          boxes.some((other) => Math.hypot(other.middle[0] - middle[0], other.middle[1] - middle[1]) < (other.reach + reach) * 0.78);
        if (!blocked && random() < (terraced ? 0.97 : 0.86)) {
          boxes.push({ middle, reach });
          buildings.push([...shape, shape[0]]);
          if (!postcodes.has(name)) postcodes.set(name, `EM${1 + (postcodes.size % 4)} ${1 + Math.floor(postcodes.size / 4)}${'ABDEFGHJLN'[postcodes.size % 10]}${'PQRSTUWXYZ'[(postcodes.size * 7) % 10]}`);
          house = side === 1 ? number : number + 1;
          addresses.push([`${house} ${name}`, '', 'Eastmere', '', postcodes.get(name)]);
        }
      }
      number += 2;
      walked += wide + (terraced ? 1 : between(6, 12));
    }
    passed += length;
  }
}

const feature = (type, coordinates, properties) => JSON.stringify({ type: 'Feature', properties, geometry: { type, coordinates } });
function collection(members, features) {
  const head = Object.entries(members).map(([name, value]) => `"${name}": ${JSON.stringify(value)},\n`).join('');
  return `{\n"type": "FeatureCollection",\n${head}"features": [\n${features.join(',\n')}\n]\n}\n`;
}
const ends = [place([-2600, -1900]), place([2600, 1900])];
const bbox = ends.flat();
const named = (name, more) => (name ? { ...more, name } : more);

await writeFile(path.join(services, 'bank/layers/streets.geojson'), collection(
  { title: { en: 'Streets', cy: 'Strydoedd' }, bbox },
  streets.map(({ name, kind, line }) => feature('LineString', line.map(place), named(name, { kind }))),
));
await writeFile(path.join(services, 'bank/layers/ground.geojson'), collection(
  { title: { en: 'Parks, woods and water', cy: 'Parciau, coedwigoedd a dŵr' }, bbox },
  [
    ...ground.map(({ kind, shape, name }) => feature('Polygon', [shape.map(place)], named(name, { kind }))),
    feature('MultiPolygon', buildings.map((shape) => [shape.map(place)]), { kind: 'building' }),
    ...[['St Botolph’s', [-170, 250]], ['Town Hall', [96, 2]], ['Railway Station', [-470, 715]], ['Mere School', [760, 330]], ['Hospital', [-760, 560]], ['Library', [-300, 60]], ['Boathouse', [1450, -330]]]
      .map(([name, at]) => feature('Point', place(at), { kind: 'landmark', name })),
  ],
));
await writeFile(path.join(services, 'bank/layers/town.geojson'), collection(
  { title: { en: 'The town of Eastmere', cy: 'Tref Eastmere' } },
  [feature('Polygon', [ring([[-2450, 0], [-2150, 1050], [-1000, 1700], [400, 1850], [1700, 1350], [2560, 450], [2560, -900], [1500, -1650], [100, -1800], [-1400, -1450]], 5).map(place)], { kind: 'boundary', name: 'Eastmere' })],
));
await writeFile(path.join(services, 'fell-a-tree/layers/protected-areas.geojson'), collection(
  { title: { en: 'Protected areas', cy: 'Ardaloedd gwarchodedig' }, bbox },
  [
    ['Old Town', ring([[-470, -60], [-430, 200], [-270, 350], [-20, 370], [150, 330], [330, 330], [300, 140], [140, -90], [40, -250], [-190, -300], [-390, -190]], 5)],
    ['Castle Park', ring([[220, 140], [400, 280], [720, 270], [900, 90], [810, -100], [560, -150], [310, -50]], 5)],
    ['Mereside', ring([[1180, 40], [1320, 260], [1560, 300], [1500, -60], [1440, -360], [1350, -330], [1290, -160]], 5)],
    ['Hag Wood', blob(-2050, 760, 500, 0.82, 10)],
  ].map(([name, shape]) => feature('Polygon', [shape.map(place)], { kind: 'area', name })),
));
const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
await writeFile(path.join(services, 'bank/registers/addresses.csv'),
  [['line1', 'line2', 'town', 'county', 'postcode'], ...addresses].map((row) => row.map(quoted).join(',')).join('\n') + '\n');
console.log(`${streets.length} streets, ${buildings.length} buildings, ${addresses.length} addresses`);
