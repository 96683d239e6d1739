import {
  anyExtendedKeyUsage,
  codeSigning,
  emailProtection,
  ocspSigning,
  serverAuth,
  timeStamping,
} from '../../../model/extended-key-usages.ts';
import type { Certificate } from '../../../x509/certificate.ts';
import { joinWords } from '../../join-words.ts';
import { usageWords } from '../../../model/purpose-names.ts';

/** CA/B Forum 7.1.2.10.6: beside serverAuth an issuer of TLS certificates has none of these. */
const forbiddenBesideServer: readonly string[] = [
  codeSigning,
  emailProtection,
  timeStamping,
  ocspSigning,
  '1.3.6.1.4.1.11129.2.4.4', // Precertificate Signing Certificate
];

/** No anyExtendedKeyUsage. */
export function findAnyPurpose(certificate: Certificate): string | undefined {
  return usagesOf(certificate).includes(anyExtendedKeyUsage) ? 'allows any purpose' : undefined;
}

/** Not for servers and e-mail at once. */
export function findServerAndEmail(certificate: Certificate): string | undefined {
  return describeBesideServer(certificate, [emailProtection]);
}

/** Beside servers for nothing that the CA/B Forum forbids. */
export function findForbiddenPurpose(certificate: Certificate): string | undefined {
  return describeBesideServer(certificate, forbiddenBesideServer);
}

/** For servers only. */
export function findOtherPurpose(certificate: Certificate): string | undefined {
  return describeBesideServer(
    certificate,
    usagesOf(certificate).filter((usage) => usage !== serverAuth),
  );
}

function describeBesideServer(certificate: Certificate, unwanted: readonly string[]): string | undefined {
  const usages = usagesOf(certificate);
  const found = usages.filter((usage) => unwanted.includes(usage));
  if (!usages.includes(serverAuth) || found.length === 0) return undefined;
  return `allows ${joinWords(found.map(usageWords))} beside server authentication`;
}

/** None if the extension is absent or malformed. */
function usagesOf({ extensions }: Certificate): readonly string[] {
  return extensions.extendedKeyUsage?.ok === true ? extensions.extendedKeyUsage.value : [];
}
