// Every page works without this file. It adds what the markup alone cannot do: focus on the error summary,
// one answer to a double click, and a count of the characters that are left.

const summary = document.querySelector('[data-module="govuk-error-summary"]:not([data-disable-auto-focus="true"])');
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

// A page that comes back with more to answer names the first of it.
if (!summary && location.hash.length > 1) {
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest('input, select, textarea')?.focus();
}

for (const form of document.querySelectorAll('form[method="post"]')) {
  let sentAt = -Infinity;
  form.addEventListener('submit', (event) => {
    if (event.timeStamp - sentAt < 2000) {
      event.preventDefault();
    } else {
      sentAt = event.timeStamp;
    }
  });
}

for (const group of document.querySelectorAll('[data-module="govuk-character-count"]')) {
  const field = group.querySelector('textarea');
  const message = group.querySelector('.govuk-character-count__message');
  const limit = Number(group.dataset.maxwords ?? group.dataset.maxlength);
  if (!field || !message || !limit) {
    continue;
  }
  const kind = group.dataset.maxwords ? 'words' : 'characters';
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const standard = {
    'under-limit': { one: `You have %{count} ${kind.slice(0, -1)} remaining`, other: `You have %{count} ${kind} remaining` },
    'at-limit': { other: `You have 0 ${kind} remaining` },
    'over-limit': { one: `You have %{count} ${kind.slice(0, -1)} too many`, other: `You have %{count} ${kind} too many` },
  };
  const words = (state, count) => {
    const attribute = `data-i18n.${kind}-${state}`;
    const category = plural.select(count);
    const text = group.getAttribute(`${attribute}.${category}`) ?? group.getAttribute(`${attribute}.other`) ??
      group.getAttribute(attribute) ?? standard[state][category] ?? standard[state].other;
    return text.replaceAll('%{count}', new Intl.NumberFormat(document.documentElement.lang).format(count));
  };
  // The sighted read the count at once; it is spoken only when typing pauses.
  const spoken = document.createElement('p');
  spoken.className = 'govuk-visually-hidden';
  spoken.setAttribute('aria-live', 'polite');
  message.after(spoken);
  let pause;
  const show = () => {
    // Characters as the server counts them: an emoji is one.
    const used = kind === 'words' ? (field.value.match(/\S+/g) ?? []).length : [...field.value].length;
    const left = limit - used;
    const text = left > 0 ? words('under-limit', left) : left === 0 ? words('at-limit', 0) : words('over-limit', -left);
    const shown = used >= (limit * Number(group.dataset.threshold ?? 0)) / 100;
    if (shown) {
      message.textContent = text;
    }
    message.classList.toggle('govuk-error-message', left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => {
      spoken.textContent = shown ? text : '';
    }, 1000);
  };
  field.addEventListener('input', show);
  if (field.value) {
    show();
  }
}
