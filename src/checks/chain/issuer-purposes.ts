import type { TrustStore } from '../../pki/path/path.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { faultsOf, findBrokenRules } from '../certificate/public-rules/public-rule.ts';
import { issuerRules } from '../certificate/public-rules/public-rules.ts';
import { usageText } from '../../model/purpose-names.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { count, listValues } from '../join-words.ts';
import { unlessPublic } from './public-leaf.ts';

/** The intermediates of a public path are for servers only, as far as that was demanded when each was issued. */
export const issuerPurposes = defineCheck({
  id: 'issuer-purposes',
  title: 'Public intermediates are for server authentication only',
  why: 'An intermediate that also issues certificates for other purposes, under laxer rules, endangers those for servers.',
  citation: baselineRequirements('7.1.2.10.6'),
  faults: faultsOf(issuerRules),
  needs: ['publicTrust', 'path', 'publicStore', 'validation'],
  judge: ({ publicTrust, path, publicStore, validation }) => {
    const other = unlessPublic(publicTrust, path);
    if (other !== undefined || !publicTrust.ok) return other ?? notApplicable('not-publicly-trusted', '');
    const intermediates = publicTrust.value.certificates.slice(1, -1);
    if (intermediates.length === 0) {
      return notApplicable('no-intermediate', 'No intermediate stands between the certificate and the public root.');
    }
    const expected = 'server authentication only';
    // The later rules repeat the earlier ones.
    const broken = intermediates
      .filter((each) => !isRootToo(each, publicStore))
      .flatMap((each) => findBrokenRules(issuerRules, each, validation).slice(0, 1));
    const [first, ...rest] = broken;
    if (first === undefined) {
      const message = `No rule forbids what the ${count(intermediates.length, 'intermediate')} of the path may issue.`;
      return pass(message, { expected });
    }
    return fail(first.fault, {
      title: first.message.replace(/\.$/, ''),
      detail: rest.map(({ message }) => message).join(' '),
      certificate: first.certificate,
      expected,
      observed: observedUsages(first.certificate),
    });
  },
});

/** A root that another root certified too: its key is trusted as it is, and it may say any purpose (CA/B Forum 7.1.2.2.4). */
function isRootToo(certificate: Certificate, store: TrustStore): boolean {
  const anchors = store.findBySubject(certificate.subject);
  return anchors.some(({ publicKey }) => publicKey.spkiSha256 === certificate.publicKey.spkiSha256);
}

function observedUsages({ extensions }: Certificate): string {
  const usages = extensions.extendedKeyUsage;
  return listValues(usages?.ok === true ? usages.value.map(usageText) : []);
}
