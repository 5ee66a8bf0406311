// A long list becomes a field that finds while one types (ARIA Authoring Practices, editable combobox with a list). The
// select stays in the form and is what is sent.

const plain = (text) => text.normalize('NFD').replace(/\p{Diacritic}/gu, '').toLocaleLowerCase();
const most = 50;

for (const group of document.querySelectorAll('[data-module="gh-finder"]')) {
  const select = group.querySelector('select');
  if (!select) {
    continue;
  }
  const options = [...select.options].filter((option) => option.value).map((option) => ({ option, words: plain(option.text) }));
  const { id } = select;
  const input = document.createElement('input');
  input.type = 'text';
  input.className = 'govuk-input gh-finder__input';
  input.classList.toggle('govuk-input--error', select.classList.contains('govuk-select--error'));
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-expanded', 'false');
  input.setAttribute('aria-controls', `${id}-found`);
  input.autocomplete = select.autocomplete === 'country' ? 'country-name' : 'off';
  input.spellcheck = false;
  const described = select.getAttribute('aria-describedby');
  if (described) {
    input.setAttribute('aria-describedby', described);
  }
  input.value = select.value ? select.selectedOptions[0].text : '';
  // The label and the error summary lead to what is seen.
  select.id = `${id}-select`;
  select.hidden = true;
  input.id = id;

  const list = document.createElement('ul');
  list.id = `${id}-found`;
  list.className = 'gh-finder__list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', group.querySelector('label')?.textContent ?? '');
  list.hidden = true;
  const spoken = document.createElement('p');
  spoken.className = 'govuk-visually-hidden';
  spoken.setAttribute('aria-live', 'polite');
  const around = document.createElement('div');
  around.className = 'gh-finder';
  around.append(input, list, spoken);
  select.after(around);

  let shown = [];
  let at = -1;
  let pause;
  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (next) => {
    list.children[at]?.setAttribute('aria-selected', 'false');
    at = next;
    const item = list.children[at];
    if (!item) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    item.setAttribute('aria-selected', 'true');
    item.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', item.id);
  };
  const choose = (option) => {
    select.value = option.value;
    input.value = option.text;
    close();
  };
  const show = (everything) => {
    const wanted = everything ? '' : plain(input.value.trim());
    const begin = options.filter(({ words }) => words.startsWith(wanted));
    const within = options.filter(({ words }) => !words.startsWith(wanted) && words.includes(wanted));
    shown = [...begin, ...within].slice(0, everything ? options.length : most).map(({ option }) => option);
    list.replaceChildren(...shown.map((option, place) => {
      const item = document.createElement('li');
      item.id = `${id}-found-${place}`;
      item.className = 'gh-finder__item';
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', 'false');
      item.textContent = option.text;
      return item;
    }));
    at = -1;
    input.removeAttribute('aria-activedescendant');
    list.hidden = shown.length === 0;
    input.setAttribute('aria-expanded', String(shown.length > 0));
    clearTimeout(pause);
    pause = setTimeout(() => {
      spoken.textContent = shown.length > 0 ? group.dataset.found.replace('%{count}', shown.length) : group.dataset.none;
    }, 800);
  };
  // What was typed in full counts as chosen; what is on no list is no answer.
  const settle = () => {
    const typed = plain(input.value.trim());
    const same = options.find(({ words }) => words === typed);
    select.value = same ? same.option.value : '';
    close();
  };

  input.addEventListener('input', () => show(false));
  input.addEventListener('blur', settle);
  input.addEventListener('keydown', (event) => {
    const open = !list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) {
        show(!input.value || Boolean(select.value));
      }
      const step = event.key === 'ArrowDown' ? 1 : -1;
      mark(shown.length ? (at + step + (at < 0 && step < 0 ? 1 : 0) + shown.length) % shown.length : -1);
    } else if (event.key === 'Enter' && open && at >= 0) {
      event.preventDefault();
      choose(shown[at]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
    } else if (event.key === 'Enter') {
      settle();
    }
  });
  // A press on an item must not take the focus first.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const place = [...list.children].indexOf(event.target.closest('li'));
    if (place >= 0) {
      choose(shown[place]);
      input.focus();
    }
  });
}
