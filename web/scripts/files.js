// Files may be dropped on their field, and large ones say how far they are. Without this the form just sends them.

const large = 300 * 1024;

for (const group of document.querySelectorAll('[data-module="gh-files"]')) {
  const input = group.querySelector('input[type="file"]');
  if (!input) {
    continue;
  }
  const words = document.createElement('p');
  words.className = 'govuk-hint gh-files__drop';
  words.textContent = group.dataset.drop;
  if (matchMedia('(hover: hover)').matches) {
    input.after(words);
  }
  const status = document.createElement('p');
  status.className = 'gh-files__status';
  status.setAttribute('role', 'status');
  group.append(status);

  const over = (event) => {
    if (event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      group.classList.add('gh-files--over');
    }
  };
  group.addEventListener('dragenter', over);
  group.addEventListener('dragover', over);
  group.addEventListener('dragleave', (event) => {
    if (!group.contains(event.relatedTarget)) {
      group.classList.remove('gh-files--over');
    }
  });
  group.addEventListener('drop', (event) => {
    group.classList.remove('gh-files--over');
    const { files } = event.dataTransfer;
    if (files.length === 0 || (files.length > 1 && !input.multiple)) {
      return;
    }
    event.preventDefault();
    input.files = files;
    input.focus();
  });

  const { form } = input;
  form.addEventListener('submit', (event) => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    if (event.defaultPrevented || size < large || form.dataset.sendPlain) {
      return;
    }
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter?.name) {
      body.append(event.submitter.name, event.submitter.value);
    }
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) {
        status.textContent = group.dataset.sending.replace('%{percent}', Math.floor((100 * loaded) / total));
      }
    });
    request.addEventListener('load', () => {
      if (request.responseURL.split('#')[0] !== form.action.split('#')[0]) {
        location.assign(request.responseURL);
        return;
      }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener('error', () => {
      form.dataset.sendPlain = 'yes';
      status.textContent = '';
      form.requestSubmit(event.submitter);
    });
    request.send(body);
  });
}
