// Puts a button behind each command that copies it. Where the browser does not let it, the command is selected instead.

const said = document.createElement('p');
said.className = 'unseen';
said.setAttribute('role', 'status');
document.body.append(said);

for (const command of document.querySelectorAll('code.command')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy ${command.textContent}`);
  button.addEventListener('click', () => void copy(command, button));
  command.after(' ', button);
}

/**
 * @param {Element} command
 * @param {HTMLButtonElement} button
 */
async function copy(command, button) {
  try {
    await navigator.clipboard.writeText(command.textContent ?? '');
    tell(button, 'Copied', 'Copied');
  } catch {
    getSelection()?.selectAllChildren(command);
    tell(button, 'Selected', 'The command is selected: copy it with the keyboard');
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} word
 * @param {string} sentence
 */
function tell(button, word, sentence) {
  button.textContent = word;
  said.textContent = sentence;
  setTimeout(() => {
    button.textContent = 'Copy';
    said.textContent = '';
  }, 2000);
}
