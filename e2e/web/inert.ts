import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Fails where a text became more than text: it ran, is an element or a link, hides, or widens the page. */
export async function assertInert(page: Page): Promise<void> {
  assert.deepEqual(await page.evaluate(WHAT_IS_WRONG), [], page.url());
}

const WHAT_IS_WRONG = String.raw`(() => {
  const wrong = [];
  const tell = (what, element) => wrong.push(what + ': ' + element.outerHTML.slice(0, 300));
  if (window.ran !== undefined) wrong.push('a script ran');
  for (const element of document.querySelectorAll('iframe, object, embed, base, img, style, form[action], [srcdoc], meta[http-equiv]')) {
    tell('made of a text', element);
  }
  for (const script of document.scripts) {
    if (!script.src.startsWith(location.origin + '/assets/')) tell('script', script);
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) tell('handler', element);
      if (!['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster'].includes(name)) continue;
      const { protocol } = new URL(value, location.href);
      if (!['http:', 'https:', 'mailto:'].includes(protocol)) tell('link', element);
    }
  }
  // The table of base/printable, but for line ends and tabs.
  const hidden = /(?!\r\n|[\n\t])[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;
  if (hidden.test(document.title)) wrong.push('hidden in the title: ' + document.title);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    // What one edits is the true text.
    const isEdited = node.parentElement.closest('textarea');
    if (!isEdited && hidden.test(node.data)) tell('hidden ' + escape(hidden.exec(node.data)[0]), node.parentElement);
  }
  for (const element of document.querySelectorAll('[title], [aria-label], [placeholder]')) {
    for (const name of ['title', 'aria-label', 'placeholder']) {
      if (hidden.test(element.getAttribute(name) ?? '')) tell('hidden in ' + name, element);
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) {
    const wide = [...document.querySelectorAll('main *')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1 && !hasScroll(one.parentElement));
    wrong.push('scrolls sideways: ' + scrollWidth + ' > ' + clientWidth + ' ' + wide.slice(0, 3).map((one) => one.parentElement.outerHTML.slice(0, 300)).join(' | '));
  }
  function hasScroll(element) {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (getComputedStyle(one).overflowX !== 'visible') return true;
    }
    return false;
  }
  return wrong;
})()`;
