import { quoteText, shortNameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { DeploymentMember } from '../define-deployment-check.ts';
import { dayText } from '../instant-text.ts';
import { joinWords, unique } from '../join-words.ts';
import { byVantage } from './vantage.ts';

/** What each site is shown, as sentences: `From outside: CN=im.contoso.com, issued by CN=A, valid from 2026-01-01.` */
export function describeSightings(members: readonly DeploymentMember[]): string {
  return byVantage(members)
    .map(([vantage, side]) => {
      const leaves = unique(side.flatMap(({ leaf }) => (leaf === undefined ? [] : [describeLeaf(leaf)])));
      return leaves.length === 0 ? '' : `From ${vantage ?? 'here'}: ${joinWords(leaves)}.`;
    })
    .filter((text) => text !== '')
    .join(' ');
}

function describeLeaf(leaf: Certificate): string {
  const issuer = quoteText(leaf.issuer.text);
  return `${shortNameOf(leaf)} issued by ${issuer}, valid from ${dayText(leaf.notBefore)} (SHA-256 ${leaf.sha256.slice(0, 12)}…)`;
}

/** In what the certificates that the sites are shown differ and in what they agree: `issuer and key`, and `names`. */
export function compareSightings(members: readonly DeploymentMember[]): string {
  const leaves = members.flatMap(({ leaf }) => leaf ?? []);
  const differ = (what: string, propertyOf: (leaf: Certificate) => string): readonly string[] =>
    new Set(leaves.map(propertyOf)).size > 1 ? [what] : [];
  const differences = [
    ...differ('issuer', ({ issuer }) => issuer.key),
    ...differ('subject', ({ subject }) => subject.key),
    ...differ('key', ({ publicKey }) => publicKey.spkiSha256),
  ];
  return differences.length === 0
    ? 'Issuer, subject and key are the same.'
    : `They differ in ${joinWords(differences)}.`;
}
