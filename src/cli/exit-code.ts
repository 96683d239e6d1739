/**
 * Exit codes of the process. `findings` takes precedence over `notAudited`, and `broken` over both. `wrongUsage` means that
 * nothing was dialed, or that a line of standard input was wrong.
 */
export const exitCodes = {
  clean: 0,
  findings: 1,
  wrongUsage: 2,
  notAudited: 3,
  broken: 4,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
