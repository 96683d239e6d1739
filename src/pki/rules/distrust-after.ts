import type { Certificate } from '../../x509/certificate.ts';
import { nameOf, quoteText } from '../name-of.ts';
import { lastCommonName } from '../names/presented-names.ts';
import type { PlaceRule } from '../path/rule.ts';

/**
 * Mozilla phases a CA out by a date: certificates that its root issued until then are trusted until they expire, later ones are
 * not (NSS's CKA_NSS_SERVER_DISTRUST_AFTER). As in NSS the notBefore of the leaf decides, the very instant included.
 */
export const issuedBeforeDistrust: PlaceRule = ({ certificate: root, below, isAnchor }, { distrustAfter }) => {
  const last = isAnchor ? distrustAfter[root.sha256] : undefined;
  const leaf = below[0] ?? root;
  if (last === undefined || leaf.notBefore.getTime() <= Date.parse(last)) return undefined;
  const message = `Mozilla no longer trusts certificates that "${rootName(root)}" issued after ${dayOf(new Date(last))}; this one was issued on ${dayOf(leaf.notBefore)}.`;
  return { kind: 'distrusted-after', message, certificate: leaf };
};

function rootName(root: Certificate): string {
  const commonName = lastCommonName(root);
  return commonName === undefined ? nameOf(root) : quoteText(commonName);
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
