/** Entries of a section in order: key and unquoted value. */
export type InfSections = ReadonlyMap<string, readonly (readonly [string, string])[]>;

/**
 * Reads an INF file by the general rules of such files: sections, `key = value`, comments from an unquoted `;` on, quotation marks with
 * `""` for one, `%%` for a percent sign. Throws where a file breaks them. Names are lower-cased, as they are compared without case.
 */
export function readInf(text: string): InfSections {
  const sections = new Map<string, [string, string][]>();
  let current: [string, string][] | undefined;
  for (const raw of text.split('\r\n')) {
    if (/[\r\n]/.test(raw)) throw new Error(`a line does not end in CR LF: ${JSON.stringify(raw)}`);
    const line = withoutComment(raw).trim();
    if (line === '') continue;
    const name = /^\[([^\]]+)\]$/.exec(line)?.[1];
    if (name !== undefined) {
      if (sections.has(name.toLowerCase())) throw new Error(`section ${name} stands twice`);
      current = [];
      sections.set(name.toLowerCase(), current);
      continue;
    }
    const equals = line.indexOf('=');
    if (current === undefined || equals < 1) throw new Error(`not an entry of a section: ${line}`);
    current.push([line.slice(0, equals).trim().toLowerCase(), unquote(line.slice(equals + 1).trim())]);
  }
  return sections;
}

function withoutComment(line: string): string {
  let isQuoted = false;
  for (const [index, character] of [...line].entries()) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === ';' && !isQuoted) return line.slice(0, index);
  }
  if (isQuoted) throw new Error(`a quotation mark is open: ${line}`);
  return line;
}

function unquote(value: string): string {
  const inner = value.startsWith('"') ? /^"((?:[^"]|"")*)"$/.exec(value)?.[1]?.replaceAll('""', '"') : value;
  if (inner === undefined || (inner === value && /[",]/.test(value))) throw new Error(`badly quoted: ${value}`);
  return inner.replace(/%(.?)/g, (_, next: string) => {
    if (next !== '%') throw new Error(`a string token in ${value}`);
    return '%';
  });
}

/** The value of a key that stands once. */
export function infValue(sections: InfSections, section: string, key: string): string | undefined {
  const values = (sections.get(section.toLowerCase()) ?? []).filter(([name]) => name === key.toLowerCase());
  if (values.length > 1) throw new Error(`${key} stands ${values.length} times`);
  return values[0]?.[1];
}

/** The names of the SAN: `{text}`, with the lines that continue it, is a list `dns=…&dns=…`. */
export function infAlternativeNames(sections: InfSections): readonly string[] {
  const entries = sections.get('extensions') ?? [];
  const start = entries.findIndex(([key]) => key === '2.5.29.17');
  if (start < 0) return [];
  const rest = entries.slice(start + 1);
  const end = rest.findIndex(([key]) => key !== '_continue_');
  const pieces = [entries[start], ...(end < 0 ? rest : rest.slice(0, end))].map((entry) => entry?.[1] ?? '');
  const text = pieces.join('');
  if (!text.startsWith('{text}')) throw new Error(`the SAN is not {text}: ${text}`);
  return text.slice('{text}'.length).split('&');
}
