import type { YAMLError } from 'yaml';

/** What an error of the YAML reader means, as a clause. `isJson`: indentation means nothing. */
export function describeYamlError({ code, message }: YAMLError, isJson: boolean): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'is indented with a tab; use spaces';
    case 'BAD_INDENT':
      return message.includes('Flow')
        ? `${closing(message)} is missing${isJson ? '' : ', or is indented less than the key before it'}`
        : 'is not indented like the lines that it belongs to';
    case 'BLOCK_IN_FLOW':
      return 'a comma, a quote or a closing bracket is missing after this';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key needs a colon and a blank after it, as in `port: 443`';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'has a second colon in one line; write the value in quotes, or on the next line';
    case 'BAD_SCALAR_START':
      return `${message.replace(/^Plain value/, 'a value')}; write it in quotes`;
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
      return `${lowerFirst(message)}; a text that begins with * or & needs quotes`;
    case 'TAG_RESOLVE_FAILED':
      return `${lowerFirst(message)}; tags (!name) are not supported, and a text that begins with ! needs quotes`;
    case 'MISSING_CHAR':
      return describeMissing(message);
    default:
      return lowerFirst(message);
  }
}

function describeMissing(message: string): string {
  const quoteMark = /closing (["'])/.exec(message)?.[1];
  if (quoteMark !== undefined) return `the closing ${quoteMark} is missing`;
  if (message.startsWith('Sequence item')) return 'is not indented like the list above it, or lacks its "- "';
  if (message.startsWith('Implicit map keys')) return 'is not followed by a colon, a blank and a value';
  if (message.includes('between flow')) return 'a comma is missing before this';
  if (message.includes('must end with')) return `${closing(message)} is missing`;
  return lowerFirst(message);
}

function closing(message: string): string {
  return `the closing ${message.at(-1)}`;
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
