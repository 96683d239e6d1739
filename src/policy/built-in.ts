import type { PolicyDocument } from '../model/policy-document.ts';

/** The policies that come with the program. All but the first two are loaded when they are named. */
export const builtInPolicies = [
  'cwa-2007-r2',
  'tls-server',
  'ocs-2007-r2',
  'lync-2013',
  'skype-for-business-2019',
  'exchange-2019',
  'ad-fs',
  'rd-gateway',
  'rdp',
  'ad-ds',
  'sql-server',
  'web-pki',
  'mtls-mesh',
] as const;

export type BuiltInPolicy = (typeof builtInPolicies)[number];

const documents: Readonly<Record<BuiltInPolicy, () => Promise<{ readonly document: PolicyDocument }>>> = {
  'cwa-2007-r2': () => import('./documents/cwa-2007-r2.ts'),
  'tls-server': () => import('./documents/tls-server.ts'),
  'ocs-2007-r2': () => import('./documents/ocs-2007-r2.ts'),
  'lync-2013': () => import('./documents/lync-2013.ts'),
  'skype-for-business-2019': () => import('./documents/skype-for-business-2019.ts'),
  'exchange-2019': () => import('./documents/exchange-2019.ts'),
  'ad-fs': () => import('./documents/ad-fs.ts'),
  'rd-gateway': () => import('./documents/rd-gateway.ts'),
  rdp: () => import('./documents/rdp.ts'),
  'ad-ds': () => import('./documents/ad-ds.ts'),
  'sql-server': () => import('./documents/sql-server.ts'),
  'web-pki': () => import('./documents/web-pki.ts'),
  'mtls-mesh': () => import('./documents/mtls-mesh.ts'),
};

/** The document of a built-in policy; undefined: there is none of that id. */
export async function builtInDocument(id: string): Promise<PolicyDocument | undefined> {
  if (!Object.hasOwn(documents, id)) return undefined;
  return (await documents[id as BuiltInPolicy]()).document;
}
