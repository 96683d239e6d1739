/** The first sentence of a message: what was seen, without why it matters and what to do. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}
