// A map without page loads: the same pictures and the same form, sent in the background. Dragging moves the map, the arrow keys move
// the pin, plus and minus bring the map nearer and further away; where the pin is, is said in words.

for (const map of document.querySelectorAll('[data-module="app-map"]')) {
  const form = map.closest('form');
  const id = map.id.slice(0, -'-map'.length);
  const frames = map.querySelector('.app-map__frames');
  const point = document.getElementById(`${id}-point`);
  const view = map.querySelector(`input[name="${id}-view"]`);
  const status = map.querySelector('[role="status"]');
  const shown = () => [...frames.children].find((frame) => frame.offsetWidth > 0) ?? frames.firstElementChild;
  const input = () => shown().querySelector('input');
  const pin = () => shown().querySelector('svg g');

  // One thing to reach with the keyboard instead of two pictures.
  frames.tabIndex = 0;
  frames.setAttribute('role', 'application');
  frames.setAttribute('aria-label', `${map.dataset.name}. ${map.dataset.keys}`);
  map.classList.add('app-map--live');

  // What a press would send, without the files that may stand beside it; the newest answer counts.
  let asked = 0;
  const send = async (...more) => {
    const mine = (asked += 1);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === 'string') {
        body.append(name, value);
      }
    }
    for (const [name, value] of more) {
      body.set(name, value);
    }
    try {
      const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById(map.id);
      if (!response.ok || !fresh) {
        throw new Error(String(response.status));
      }
      if (mine !== asked) {
        return;
      }
      for (const part of ['.app-map__frames', '.app-map__pin-buttons']) {
        map.querySelector(part).replaceChildren(...fresh.querySelector(part).childNodes);
      }
      frames.style.setProperty('--app-map-shift', 'none');
      status.textContent = fresh.querySelector('[role="status"]').textContent;
      view.value = fresh.querySelector(`input[name="${id}-view"]`).value;
      point.value = page.getElementById(point.id).value;
    } catch {
      // The way without a script: a whole page, or the browser's own word that the line is down.
      form.requestSubmit(map.querySelector('.app-map__button'));
    }
  };
  const press = (x, y) => send([`${input().name}.x`, Math.round(x)], [`${input().name}.y`, Math.round(y)]);
  const move = (value) => send([`${id}-move`, value]);
  const moveView = (x, y) => {
    const [zoom, column, row] = view.value.split('/').map(Number);
    view.value = [zoom, column + Math.round(x / 8), row + Math.round(y / 8)].join('/');
  };

  map.addEventListener('click', (event) => {
    const button = event.target.closest('button[name], input[type="image"]');
    if (!button) {
      return;
    }
    event.preventDefault();
    if (button.type === 'image') {
      if (!dragged) {
        press(event.offsetX, event.offsetY);
      }
    } else {
      move(button.value);
    }
  });

  let from = null;
  let dragged = false;
  frames.addEventListener('pointerdown', (event) => {
    from = { x: event.clientX, y: event.clientY };
    dragged = false;
  });
  frames.addEventListener('dragstart', (event) => event.preventDefault());
  addEventListener('pointermove', (event) => {
    if (!from) {
      return;
    }
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    dragged ||= Math.hypot(x, y) > 6;
    if (dragged) {
      frames.style.setProperty('--app-map-shift', `translate(${x}px, ${y}px)`);
    }
  });
  addEventListener('pointerup', (event) => {
    if (from && dragged) {
      moveView(from.x - event.clientX, from.y - event.clientY);
      send([`${id}-move`, 'look']);
    }
    from = null;
  });
  addEventListener('pointercancel', () => {
    from = null;
    frames.style.setProperty('--app-map-shift', 'none');
  });

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let place = null;
  let pause;
  frames.addEventListener('keydown', (event) => {
    if (event.key === '+' || event.key === '=' || event.key === '-') {
      event.preventDefault();
      move(event.key === '-' ? 'out' : 'in');
      return;
    }
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const [width, height] = [input().width, input().height];
    const at = pin()?.getAttribute('transform')?.match(/-?[\d.]+/g)?.map(Number);
    place ??= at ?? [width / 2, height / 2];
    const far = event.shiftKey ? 40 : 8;
    place = [place[0] + step[0] * far, place[1] + step[1] * far];
    pin()?.setAttribute('transform', `translate(${place[0]} ${place[1]})`);
    clearTimeout(pause);
    pause = setTimeout(() => {
      let [x, y] = place;
      place = null;
      // Beyond the edge the map goes along.
      if (x < 24 || y < 24 || x > width - 24 || y > height - 24) {
        const [dx, dy] = [Math.round((x - width / 2) / 8) * 8, Math.round((y - height / 2) / 8) * 8];
        moveView(dx, dy);
        [x, y] = [x - dx, y - dy];
      }
      press(x, y);
    }, 300);
  });
}
