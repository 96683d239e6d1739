import type { InstallationPlace, PlannedCertificate } from '../../model/certificate-plan.ts';
import { describeIssuance, type IssuanceDemand } from './describe-issuance.ts';
import { hostPort } from '../../model/host-port.ts';

/** `10.0.0.10:443, load balancer`, or `cwa01.contoso.local 10.0.0.11:443, virtual server`. */
export function describePlace({ title, computer, address, lookupName, port }: InstallationPlace): string {
  const where = port === null ? 'port not declared' : hostPort(address ?? lookupName, port);
  const named = computer === null || (address === null && port !== null && computer === lookupName);
  return `${named ? where : `${computer} ${where}`}, ${withSmallInitial(title)}`;
}

/** What to do with the certificate where it goes to more than one computer; undefined: there is one. */
export function placesAdvice({ places, keySharing }: PlannedCertificate): string | undefined {
  const computers = new Set(places.map(({ computer, address, lookupName }) => computer ?? address ?? lookupName));
  return computers.size > 1 ? advice[keySharing] : undefined;
}

const advice: Readonly<Record<PlannedCertificate['keySharing'], string>> = {
  shared: 'One certificate with one key: request it once, export it with the key, import it on the other hosts.',
  own: 'The same request on each server, each with a key of its own.',
};

/** `Load balancer` within a sentence; an abbreviation stays, and so does a name of several words (`Remote Desktop listener`). */
function withSmallInitial(title: string): string {
  const isName = /^\p{Lu}[^\s,]* \p{Lu}\p{Ll}/u.test(title);
  return /^[A-Z][a-z]/.test(title) && !isName ? `${title.charAt(0).toLowerCase()}${title.slice(1)}` : title;
}

const commentNames: Readonly<Record<IssuanceDemand[0], string>> = {
  template: 'Template',
  CA: 'CA',
  lifetime: 'Lifetime, which the CA decides',
  pointers: 'Pointers, which the CA writes',
};

/** What a person who opens the request of a certificate has to know, a line each. */
export function describeRequest(certificate: PlannedCertificate): readonly string[] {
  const { id, deployment, places, templateToDuplicate } = certificate;
  const adviceOfPlaces = placesAdvice(certificate);
  return [
    `certmuster plan: ${id}${deployment === null ? '' : ` (deployment ${deployment})`}`,
    'To be installed at:',
    ...places.map((place) => `  ${describePlace(place)}`),
    ...(adviceOfPlaces === undefined ? [] : [adviceOfPlaces]),
    ...(templateToDuplicate === null
      ? []
      : [`Template: a duplicate of "${templateToDuplicate}" that allows the private key to be exported.`]),
    ...describeIssuance(certificate).map(([name, text]) => `${commentNames[name]}: ${text}.`),
    ...certificate.namesToFillIn.map(
      ({ pattern }) => `Fill in: put what belongs in place of * into the name ${pattern} below, and uncomment it.`,
    ),
  ];
}
