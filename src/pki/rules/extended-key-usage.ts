import { joinWords } from '../join-words.ts';
import { nameOf } from '../name-of.ts';
import type { CertificateRule } from '../path/rule.ts';
import { usageWords } from '../../model/purpose-names.ts';
import { allowsPurpose, purposeLimitNames, purposeLimits } from './purpose-limits.ts';

/**
 * Every certificate that limits its purposes allows the one asked for, from leaf to anchor. RFC 5280 §4.2.1.12 covers only
 * the leaf. Windows, NSS, OpenSSL and Go let a CA's EKU bound what it may issue, and CA/B Forum 7.1.2.10.6 demands it.
 */
export const purposeIsAllowed: CertificateRule = ({ certificate }, { purpose }) => {
  if (purpose === undefined) return undefined;
  const limit = purposeLimits(certificate).find((each) => !allowsPurpose(each, purpose));
  if (limit === undefined) return undefined;
  const seen = `The ${purposeLimitNames[limit.extension]} of ${nameOf(certificate)}`;
  const verb = limit.extension === 'application-policies' ? 'allow' : 'allows';
  const allowed = limit.allowed.length === 0 ? 'nothing' : joinWords(limit.allowed.map(usageWords));
  return {
    kind: 'extended-key-usage',
    message: `${seen} ${verb} ${allowed}, but not ${usageWords(purpose)}.`,
    certificate,
  };
};
