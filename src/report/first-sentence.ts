/** The first sentence of a message: what was seen, without why it matters and what to do. What is quoted is passed over. */
export function firstSentence(message: string): string {
  return (pastQuotes.exec(message) ?? anywhere.exec(message))?.[0] ?? message;
}

const pastQuotes = /^(?:[^"]|"(?:[^"\\]|\\.)*")*?[.!?](?=\s|$)/s;
/** For a quotation mark that does not close. */
const anywhere = /^.*?[.!?](?=\s|$)/s;
