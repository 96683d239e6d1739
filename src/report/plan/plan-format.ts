import type { PlannedCertificate } from '../../model/certificate-plan.ts';

/** How `plan` writes the request of one certificate. */
export interface RequestFormat {
  /** Of its files, with the dot. */
  readonly extension: string;
  /** Starts a comment line. */
  readonly comment: string;
  readonly newline: string;
  /** Ends in a newline. */
  readonly render: (certificate: PlannedCertificate, options: RequestOptions) => string;
}

export interface RequestOptions {
  /** Name of the certificate template; undefined: the request names none. */
  readonly template: string | undefined;
}

/** Requests one after the other, each under a line with its id, to be cut apart there. */
export function joinRequests(
  certificates: readonly PlannedCertificate[],
  { comment, newline, render }: RequestFormat,
  options: RequestOptions,
): string {
  if (certificates.length === 1) return certificates.map((each) => render(each, options)).join('');
  const all = certificates.map((each) => `${comment} ===== ${each.id} =====${newline}${render(each, options)}`);
  return all.join(newline);
}
