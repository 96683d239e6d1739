/** The first of several instants; undefined if there is none. */
export function earliest(instants: readonly (Date | undefined)[]): Date | undefined {
  return instants.reduce(
    (first, each) => (first === undefined || (each !== undefined && each < first) ? each : first),
    undefined,
  );
}
