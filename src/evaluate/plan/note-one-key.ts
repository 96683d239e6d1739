import type { PlannedCertificate } from '../../model/certificate-plan.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { groupBy } from '../../model/group-by.ts';

/** With what the places of a certificate have to share their key. */
export interface Sharing {
  /** Name of the roles that have to show one key; null: they need not. */
  readonly group: string | null;
  /** A role that must not share its key with another; null: it may. */
  readonly own: string | null;
  /** The element of the topology within which the roles have one key; null: all of the deployment. */
  readonly element: NonNullable<Endpoint['elements']>[string] | null;
}

/** Says where roles have to show one key and their demands differ, so that each has a request. Whole sentences. */
export function noteOneKey(
  planned: readonly { readonly certificate: PlannedCertificate; readonly sharing: Sharing }[],
): readonly string[] {
  // The specification of CWA says nothing of one key for different names.
  const bound = planned.filter(
    ({ certificate, sharing }) => sharing.group !== null && certificate.virtualServers.length === 0,
  );
  const groups = groupBy(bound, ({ certificate, sharing }) =>
    JSON.stringify([certificate.deployment, certificate.policy, sharing.group, sharing.element]),
  );
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (others.length === 0) return [];
    const { deployment, id } = first.certificate;
    const ids = others.map(({ certificate }) => certificate.id).join(', ');
    const about = deployment === null ? '' : `${deployment}: `;
    return [
      `${about}The policy demands one key for ${id} and ${ids}, whose demands differ. Request one certificate that meets all of them, or make each request with the key of the first.`,
    ];
  });
}
