"""What newsbot runs inside of pages: small scripts, each a function of one argument whose answer is plain data."""

from __future__ import annotations

#: Fetch an address as the page would. Takes {url, headers, seconds, largest}; the body comes back in base64.
FETCH = """
async ({url, headers, seconds, largest}) => {
  const answer = await fetch(url, {
    headers, credentials: 'include', cache: 'no-store', referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(seconds * 1000),
  });
  const parts = [];
  let size = 0;
  if (answer.body) {
    const reader = answer.body.getReader();
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      size += value.length;
      if (size > largest) { await reader.cancel(); break; }
      parts.push(value);
    }
  }
  const data = await new Promise((resolve, reject) => {
    const file = new FileReader();
    file.onload = () => resolve(file.result.slice(file.result.indexOf(',') + 1));
    file.onerror = () => reject(file.error);
    file.readAsDataURL(new Blob(parts, {type: 'application/octet-stream'}));
  });
  return {status: answer.status, url: answer.url, headers: [...answer.headers], body: size ? data : '', size};
}
"""

#: Wait until the text of the page has not grown for a while; at most so many milliseconds.
SETTLE = """
(most) => new Promise((resolve) => {
  const quiet = 300, started = performance.now();
  let length = -1, since = started;
  const look = () => {
    const now = performance.now(), current = document.body ? document.body.textContent.length : 0;
    if (current !== length) { length = current; since = now; }
    if (document.readyState === 'complete' && now - since >= quiet || now - started >= most) resolve(now - started);
    else setTimeout(look, 50);
  };
  look();
})
"""

#: Whether something stands before the text of the page: true, false, or null where there is no text to look at.
OVERLAY = """
() => {
  const long = (element) => element.textContent.trim().length >= 80;
  let text = [...document.querySelectorAll('article p, main p, [role=main] p, [itemprop=articleBody] p')];
  text = text.slice(0, 400).filter(long);
  if (!text.length) text = [...document.querySelectorAll('p')].slice(0, 400).filter(long);
  if (!text.length) return null;
  const blurred = (element) => {
    for (let each = element, depth = 0; each && depth < 10; each = each.parentElement, depth++)
      if (getComputedStyle(each).filter.includes('blur(')) return true;
    return false;
  };
  let looked = 0, covered = 0;
  const step = Math.max(1, Math.floor(text.length / 5));
  for (let place = 0; place < text.length; place += step) {
    const one = text[place];
    one.scrollIntoView({block: 'center', behavior: 'instant'});
    const box = one.getBoundingClientRect();
    if (!one.checkVisibility({opacityProperty: true, visibilityProperty: true}) || blurred(one)) {
      looked += 3; covered += 3;
      continue;
    }
    for (const share of [0.25, 0.5, 0.75]) {
      const x = box.left + box.width * share, y = box.top + box.height / 2;
      const top = document.elementFromPoint(x, y);
      if (!top) continue;
      looked += 1;
      if (top !== one && !one.contains(top) && !top.contains(one)) covered += 1;
    }
  }
  window.scrollTo(0, 0);
  return looked ? covered * 2 > looked : null;
}
"""

#: What is read on a page, on one line.
TEXT = "() => document.body ? document.body.innerText.slice(0, 200000).replace(/\\s+/g, ' ') : ''"

#: Empty every field of a page, take out what is no picture of it, and give all of its texts and attributes, in order.
#: Closed shadow trees cannot be looked into: what they belong to is emptied.
LAY_OPEN = """
(most) => {
  for (const each of document.querySelectorAll('script, noscript, template, object, embed')) each.remove();
  const found = [], texts = [];
  const visit = (root) => {
    const all = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT;
    const walker = document.createTreeWalker(root, all);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType !== Node.ELEMENT_NODE) { found.push([node, null]); texts.push(node.nodeValue); continue; }
      if ('value' in node && node.matches('input, textarea')) {
        try { node.value = ''; } catch { node.remove(); continue; }
        node.removeAttribute('value');
        if (node.matches('textarea')) node.textContent = '';
      }
      for (const name of node.getAttributeNames()) {
        let value = node.getAttribute(name);
        if (['href', 'src', 'action', 'formaction', 'srcset', 'ping'].includes(name) && value.includes('?')) {
          node.setAttribute(name, value = value.split('?')[0]);
        }
        if (name === 'srcdoc') { node.removeAttribute(name); continue; }
        if (value.length > 3) { found.push([node, name]); texts.push(value); }
      }
      if (node.shadowRoot) visit(node.shadowRoot);
      else if (node.localName.includes('-') && !node.childNodes.length) node.style.visibility = 'hidden';
      if (texts.length > most) throw new Error('too large a page');
    }
  };
  visit(document);
  window.__newsbot_found = found;
  return texts;
}
"""

#: Put other texts into the places that LAY_OPEN found: {place: text}.
CLOSE_UP = """
(changes) => {
  for (const [place, text] of Object.entries(changes)) {
    const [node, name] = window.__newsbot_found[place];
    if (name === null) node.nodeValue = text; else node.setAttribute(name, text);
  }
  delete window.__newsbot_found;
  return document.documentElement ? document.documentElement.outerHTML : '';
}
"""
