import type { PolicyDocument } from '../model/policy-document.ts';
import type { RolePolicy } from './policy.ts';

type StatedSeverities = NonNullable<PolicyDocument['severity']>;

/** A check that judges nothing but what roles demand. */
interface DemandedCheck {
  /** Of its failures, if the policy states none. */
  readonly severity: Extract<StatedSeverities[string], string>;
  /** `stated`: the severities that the documents of the policy state. */
  readonly isDemandedBy: (role: RolePolicy, stated: StatedSeverities) => boolean;
}

/** These belong to a policy if, and only if, one of its roles demands what they judge, and the policy does not turn them off. */
export const demandedChecks: Readonly<Record<string, DemandedCheck>> = {
  'subject-name': { severity: 'error', isDemandedBy: ({ commonNames }) => commonNames.length > 0 },
  'subject-alternative-names': {
    severity: 'error',
    isDemandedBy: ({ requiredNames, allowedNames, forbiddenNames }) =>
      [requiredNames, forbiddenNames].some((names) => Object.values(names).some((list) => list.length > 0)) ||
      Object.keys(allowedNames).length > 0,
  },
  'wildcard-name': { severity: 'error', isDemandedBy: ({ wildcard }) => wildcard !== 'allowed' },
  'certificate-template': {
    severity: 'warning',
    isDemandedBy: ({ template }, stated) =>
      hasTemplateDemand(template) && !(isOnlyWebServer(template) && Object.hasOwn(stated, 'web-server-template')),
  },
  'key-type': {
    severity: 'error',
    isDemandedBy: ({ key }) => key.types !== undefined || key.curves !== undefined || key.rsaBits !== undefined,
  },
  'certificate-pointers': {
    severity: 'warning',
    isDemandedBy: ({ pointers }) => Object.values(pointers).some((presence) => presence !== 'free'),
  },
  'chain-download': { severity: 'warning', isDemandedBy: ({ clientsInstallChain }) => clientsInstallChain },
  'client-certificate-request': {
    severity: 'error',
    isDemandedBy: ({ clientCertificate }) => clientCertificate !== 'free',
  },
  'server-side-demands': { severity: 'not-observable', isDemandedBy: ({ notVisible }) => notVisible.length > 0 },
  'key-sharing': { severity: 'error', isDemandedBy: ({ sharing }) => sharing !== undefined },
  'tls-termination': { severity: 'error', isDemandedBy: ({ endsAt }) => endsAt !== undefined },
};

/** What the documents of a policy state, with the checks that its roles demand and without those that none demands. */
export function withDemandedChecks(
  stated: StatedSeverities,
  roles: Readonly<Record<string, RolePolicy>>,
): StatedSeverities {
  const severities: Record<string, StatedSeverities[string]> = { ...stated };
  for (const [check, { severity, isDemandedBy }] of Object.entries(demandedChecks)) {
    if (!Object.values(roles).some((role) => isDemandedBy(role, stated))) delete severities[check];
    else severities[check] ??= severity;
  }
  return severities;
}

function hasTemplateDemand({ forbidden, required }: RolePolicy['template']): boolean {
  return forbidden.length + required.length > 0;
}

/** All that `web-server-template` judges. */
function isOnlyWebServer({ forbidden, required }: RolePolicy['template']): boolean {
  return required.length === 0 && forbidden.every((name) => name.toLowerCase() === 'webserver');
}
