/** A string of JSON, or a comment as JavaScript has them. What does not end goes to the end of its line or, a comment of several lines, of the text. */
const stringOrComment = /"[^"\\\n]*(?:\\.[^"\\\n]*)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Replaces the comments of a text in JSON, `//` and the block kind, by blanks: everything else stays where it is. */
export function blankComments(text: string): string {
  return text.replace(stringOrComment, (part) => (part.startsWith('"') ? part : part.replace(/[^\r\n]/g, ' ')));
}

/** Whether a text is written as JSON: it begins with an object or a list, after comments. */
export function looksLikeJson(text: string): boolean {
  return /^\s*[{[]/.test(text.startsWith('/') || /^\s+\//.test(text) ? blankComments(text) : text);
}
