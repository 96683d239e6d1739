import {
  anyExtendedKeyUsage,
  clientAuth,
  codeSigning,
  emailProtection,
  ocspSigning,
  serverAuth,
  timeStamping,
} from './extended-key-usages.ts';

/** What people call an extended key usage: the name of its OID, and the words for it. */
const names: Readonly<Record<string, readonly [name: string, words: string]>> = {
  [serverAuth]: ['serverAuth', 'server authentication'],
  [clientAuth]: ['clientAuth', 'client authentication'],
  [codeSigning]: ['codeSigning', 'code signing'],
  [emailProtection]: ['emailProtection', 'e-mail protection'],
  '1.3.6.1.5.5.7.3.5': ['ipsecEndSystem', 'IPsec end system'],
  '1.3.6.1.5.5.7.3.6': ['ipsecTunnel', 'IPsec tunnel'],
  '1.3.6.1.5.5.7.3.7': ['ipsecUser', 'IPsec user'],
  [timeStamping]: ['timeStamping', 'time stamping'],
  [ocspSigning]: ['OCSPSigning', 'OCSP signing'],
  '1.3.6.1.5.5.7.3.17': ['ipsecIKE', 'IPsec IKE'],
  [anyExtendedKeyUsage]: ['anyExtendedKeyUsage', 'any purpose'],
  '1.3.6.1.4.1.311.10.12.1': ['any application policy', 'any application policy'],
  '1.3.6.1.4.1.311.10.3.3': ['Microsoft SGC', 'Microsoft SGC'],
  '1.3.6.1.4.1.311.20.2.2': ['smart card logon', 'smart card logon'],
  '1.3.6.1.4.1.311.54.1.2': ['remoteDesktop', 'remote desktop authentication'],
  '2.16.840.1.113730.4.1': ['Netscape SGC', 'Netscape SGC'],
};

/** `serverAuth (1.3.6.1.5.5.7.3.1)`, or the bare OID if it has no name. */
export function usageText(oid: string): string {
  const [name] = namesOf(oid);
  return name === oid ? oid : `${name} (${oid})`;
}

/** `server authentication`, or the bare OID if it has no name. */
export function usageWords(oid: string): string {
  return namesOf(oid)[1];
}

/** The dotted OID of a purpose, given by that or by its name (`serverAuth`); undefined: it is neither. */
export function purposeOid(nameOrOid: string): string | undefined {
  if (/^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(nameOrOid)) return nameOrOid;
  return Object.entries(names).find(([, [name]]) => name === nameOrOid)?.[0];
}

/** Every purpose that has a name. */
export const purposeNames: readonly string[] = Object.values(names).map(([name]) => name);

function namesOf(oid: string): readonly [name: string, words: string] {
  return (Object.hasOwn(names, oid) ? names[oid] : undefined) ?? [oid, oid];
}
