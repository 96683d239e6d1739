import { assertNever } from '../model/assert-never.ts';
import type { Absence } from './site-watch.ts';

/** Why the endpoints of a site were not seen, and what to do about it. */
export function describeAbsence(site: string, absence: Absence): string {
  const waited = `${Math.floor(absence.forMs / 1_000)} s`;
  switch (absence.kind) {
    case 'no-worker':
      return `No worker of the site ${site} was connected to the broker for ${waited}; start one there with \`certmuster worker --site ${site} --broker URL\`.`;
    case 'no-broker':
      return `The broker of the site ${site} was out of reach for ${waited}: ${absence.why}; check --broker, --broker-ca and the network.`;
    case 'not-believed':
      return `No answer of the site ${site} could be believed for ${waited}: ${absence.answers} ${absence.answers === 1 ? 'was' : 'were'} not signed by the key that the targets name for it; start its worker with that key (--sign-key).`;
    case 'silent':
      return `The workers of the site ${site} sent no answer for ${waited}; look at their log.`;
    default:
      return assertNever(absence);
  }
}
