/** For development: reloads the page when its server says so, and when the server is there again after a restart. */
const reloads = new EventSource('/reloads');
let isLost = false;

reloads.addEventListener('message', () => location.reload());
reloads.addEventListener('error', () => (isLost = true));
reloads.addEventListener('open', () => {
  if (isLost) location.reload();
});

export {};
