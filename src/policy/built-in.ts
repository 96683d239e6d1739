import type { PolicyDocument } from '../model/policy-document.ts';

/** The policies that come with the program. All but the first two are loaded when they are named. */
export const builtInPolicies = ['cwa-2007-r2', 'tls-server'] as const;

export type BuiltInPolicy = (typeof builtInPolicies)[number];

const documents: Readonly<Record<BuiltInPolicy, () => Promise<{ readonly document: PolicyDocument }>>> = {
  'cwa-2007-r2': () => import('./documents/cwa-2007-r2.ts'),
  'tls-server': () => import('./documents/tls-server.ts'),
};

/** The document of a built-in policy; undefined: there is none of that id. */
export async function builtInDocument(id: string): Promise<PolicyDocument | undefined> {
  if (!Object.hasOwn(documents, id)) return undefined;
  return (await documents[id as BuiltInPolicy]()).document;
}
