/**
 * What the process says when it ends. `findings` beats `notAudited`, `broken` beats both; `wrongUsage` means nothing was
 * dialled, or that a line of standing input was wrong.
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
