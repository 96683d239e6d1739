/** What people call an extended key usage. */
const names: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
  '1.3.6.1.5.5.7.3.3': 'codeSigning',
  '1.3.6.1.5.5.7.3.4': 'emailProtection',
  '1.3.6.1.5.5.7.3.5': 'ipsecEndSystem',
  '1.3.6.1.5.5.7.3.6': 'ipsecTunnel',
  '1.3.6.1.5.5.7.3.7': 'ipsecUser',
  '1.3.6.1.5.5.7.3.8': 'timeStamping',
  '1.3.6.1.5.5.7.3.9': 'OCSPSigning',
  '1.3.6.1.5.5.7.3.17': 'ipsecIKE',
  '2.5.29.37.0': 'anyExtendedKeyUsage',
  '1.3.6.1.4.1.311.10.3.3': 'Microsoft SGC',
  '1.3.6.1.4.1.311.20.2.2': 'smart card logon',
  '2.16.840.1.113730.4.1': 'Netscape SGC',
};

/** `serverAuth (1.3.6.1.5.5.7.3.1)`, or the bare OID if it has no name. */
export function usageText(oid: string): string {
  const name = Object.hasOwn(names, oid) ? names[oid] : undefined;
  return name === undefined ? oid : `${name} (${oid})`;
}
