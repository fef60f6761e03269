/*
 * Runs before the first paint, so that nobody's dark page flashes white. A file of its own: the policy of the
 * pages allows nothing inline. Imports nothing, so that it can be a plain script.
 */
(() => {
  const kept = localStorage.getItem('drydock-theme');
  const isSystemDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const isDark = kept === 'dark' || (kept !== 'light' && isSystemDark);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
