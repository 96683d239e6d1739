/** The part of a failing finding's message that says what was seen: why it matters and what to do follow it. */
export function whatWasSeen(message: string, why: string | undefined): string {
  const end = why === undefined || why === '' ? -1 : message.lastIndexOf(` ${why} `);
  return end < 0 ? message : message.slice(0, end);
}
