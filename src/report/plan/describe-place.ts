import type { InstallationPlace, PlannedCertificate } from '../../model/certificate-plan.ts';

/** `10.0.0.10:443, load balancer`, or `cwa01.contoso.local 10.0.0.11:443, virtual server`. */
export function describePlace({ title, computer, address, lookupName, port }: InstallationPlace): string {
  const where = port === null ? 'port not declared' : joinPort(address ?? lookupName, port);
  const named = computer === null || (address === null && port !== null && computer === lookupName);
  return `${named ? where : `${computer} ${where}`}, ${withSmallInitial(title)}`;
}

/** Whether a key has to be copied, because the places are on more than one computer. */
export function needsCopies({ places }: PlannedCertificate): boolean {
  return new Set(places.map(({ computer, address, lookupName }) => computer ?? address ?? lookupName)).size > 1;
}

export const copyAdvice =
  'One certificate with one key: request it once, export it with the key, import it on the other hosts.';

/** `Load balancer` within a sentence; an abbreviation stays. */
function withSmallInitial(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

function joinPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What a person who opens the request of a certificate has to know, a line each. */
export function describeRequest(certificate: PlannedCertificate): readonly string[] {
  const { id, deployment, places, templateToDuplicate } = certificate;
  return [
    `certmuster plan: ${id}${deployment === null ? '' : ` (deployment ${deployment})`}`,
    'To be installed at:',
    ...places.map((place) => `  ${describePlace(place)}`),
    ...(needsCopies(certificate) ? [copyAdvice] : []),
    ...(templateToDuplicate === null
      ? []
      : [`Template: a duplicate of "${templateToDuplicate}" that allows the private key to be exported.`]),
  ];
}
