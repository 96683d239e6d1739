/** Ends every `switch` over a union: a member that is not handled stops compiling here. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case ${JSON.stringify(value)}`);
}
