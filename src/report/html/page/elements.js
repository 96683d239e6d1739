/** Makes an element. Children are elements or texts; a text is never read as markup. */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(
    ...children.flat(3).filter((child) => child !== undefined && child !== null && child !== '' && child !== false),
  );
  return element;
}

/** Leaves out what every object inherits: a check may be named `constructor`. */
export function own(record, key) {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function countOf(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
