/** Resolves once everything that is due in this turn of the event loop has been done. */
export function turnEnd(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
