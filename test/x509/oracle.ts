import type { Certificate } from '../../src/x509/certificate.ts';

/** What is said of a certificate, each field as text on demand; undefined: absent. An oracle that throws says `threw: …`. */
export type Facts = Readonly<Record<string, () => string | undefined>>;

/** A disagreement that is known, with its reason. It must occur in the corpus: one that heals has to leave the list. */
export interface Divergence {
  readonly field: string;
  readonly reason: string;
  readonly applies: (certificate: Certificate, oracle: string | undefined) => boolean;
}

export interface Comparison {
  /** Disagreements that no divergence explains. */
  readonly unexplained: readonly string[];
  /** Reasons of divergences that did not occur. */
  readonly healed: readonly string[];
  readonly fieldsCompared: number;
}

/** Compares our facts with an oracle's, certificate by certificate, field by field. */
export function compareAll(
  certificates: readonly Certificate[],
  ours: (certificate: Certificate) => Facts,
  oracle: (certificate: Certificate) => Facts,
  divergences: readonly Divergence[],
): Comparison {
  const unexplained: string[] = [];
  const seen = new Set<Divergence>();
  let fieldsCompared = 0;
  for (const certificate of certificates) {
    const theirs = oracle(certificate);
    for (const [field, read] of Object.entries(ours(certificate))) {
      const value = read();
      const theirValue = said(theirs[field]);
      fieldsCompared += 1;
      if (theirValue === value) continue;
      const known = divergences.find((one) => one.field === field && one.applies(certificate, theirValue));
      if (known !== undefined) seen.add(known);
      else unexplained.push(`${certificate.sha256} ${field}: ours ${value}, theirs ${theirValue}`);
    }
  }
  const healed = divergences.filter((one) => !seen.has(one)).map(({ field, reason }) => `${field}: ${reason}`);
  return { unexplained, healed, fieldsCompared };
}

function said(read: (() => string | undefined) | undefined): string | undefined {
  if (read === undefined) throw new Error('the oracle does not know a field that we compare');
  try {
    return read();
  } catch (error) {
    return `threw: ${error instanceof Error ? error.message : error}`;
  }
}
