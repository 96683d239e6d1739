import type { Mutant } from '../mutant.ts';

const budget = 'test/pki/path/path-budget.test.ts';
const broken = {
  file: 'test/pki/hostile-input.test.ts',
  title: 'certificates with changed bytes are judged without a throw, and never accepted on a broken signature',
};

/** Path building and revocation: what a search may cost, and what is believed. */
export const pathMutants: readonly Mutant[] = [
  {
    id: 'signature-unchecked',
    defends: 'a wrong signature is wrong',
    file: 'src/pki/path/check-link.ts',
    replace: "return verified.value ? 'valid' : 'invalid';",
    by: "return 'valid';",
    test: broken,
  },
  {
    id: 'unverifiable-is-valid',
    defends: 'a signature that cannot be checked is not valid',
    file: 'src/pki/path/check-link.ts',
    replace: "? 'unsupported' : 'invalid'",
    by: "? 'valid' : 'invalid'",
    test: {
      file: 'test/pki/path/unverifiable-signature.test.ts',
      title: 'a signature of an algorithm that nothing here can check carries no path',
    },
  },
  {
    id: 'unverifiable-is-walked',
    defends: 'a path over a signature that cannot be checked is not sound',
    file: 'src/pki/path/path-search.ts',
    replace: "if (link !== 'valid') {",
    by: "if (link === 'invalid') {",
    test: {
      file: 'test/pki/path/unverifiable-signature.test.ts',
      title: 'a signature of an algorithm that nothing here can check carries no path',
    },
  },
  {
    id: 'constraints-sorted-anew',
    defends: 'name constraints are sorted once for a search',
    file: 'src/pki/constraints/sort-constraints.ts',
    replace: 'sorted.set(constraints, known);',
    by: '',
    test: {
      file: 'test/pki/constraints/sort-constraints.test.ts',
      title: 'the constraints of a CA are sorted once for a search, however many branches meet it',
    },
  },
  {
    id: 'links-asked-anew',
    defends: 'a run checks each signature once',
    file: 'src/pki/path/check-link.ts',
    replace: 'states.getOrMake(linkKey(certificate, publicKey), () => checkLink(certificate, publicKey))',
    by: 'checkLink(certificate, publicKey)',
    test: { file: 'test/pki/path/check-link.test.ts', title: 'a signature that was checked is not checked again' },
  },
  {
    id: 'path-signatures',
    defends: 'a search checks so many signatures',
    file: 'src/pki/path/path-search.ts',
    replace: "if (!budget.spend('signature checks')) return undefined;",
    by: '',
    test: { file: budget, title: 'a hundred CAs of one name and different keys cost at most the signature budget' },
  },
  {
    id: 'path-nodes',
    defends: 'a search tries so many certificates',
    file: 'src/pki/path/path-search.ts',
    replace: "|| !budget.spend('path nodes', nodeCost(subject))",
    by: '',
    test: { file: budget, title: 'CAs that all certify each other end with a budget error that names the figure' },
  },
  {
    id: 'path-length',
    defends: 'a path has so many certificates',
    file: 'src/pki/path/path-search.ts',
    replace: 'path.length >= maximumPathCertificates',
    by: 'false',
    test: { file: budget, title: 'a chain as long as allowed holds and one longer is over budget' },
  },
  {
    id: 'path-loops',
    defends: 'a search does not walk in a circle',
    file: 'src/pki/path/path-search.ts',
    replace: 'if (isLoop(path, issuer.certificate)) continue;',
    by: '',
    test: {
      file: 'test/pki/path/find-path.test.ts',
      title: 'CAs that certify each other without an anchor are walked once and left',
    },
  },
  {
    id: 'constraint-comparisons',
    defends: 'names under constraints cost so many comparisons',
    file: 'src/pki/rules/name-constraints.ts',
    replace: "if (!budget.spend('work', costOf(Math.min(size, ofSubtree)))) return undefined;",
    by: '',
    test: { file: budget, title: 'a thousand names under a thousand constraints are not compared to the end' },
  },
  {
    id: 'constraint-names',
    defends: 'names of unconstrained forms cost something',
    file: 'src/pki/rules/name-constraints.ts',
    replace: "if (!budget.spend('work', costOf(size))) return tooMany;",
    by: '',
    test: {
      file: budget,
      title: 'many names of one form under many constraints of another are looked at within the same budget',
    },
  },
  {
    id: 'revocation-judgements',
    defends: 'revocation is asked about so many paths',
    file: 'src/pki/path/path-search.ts',
    replace: "if (!budget.spend('revocation judgments')) {",
    by: 'if (false) {',
    test: { file: budget, title: 'revocation is asked about twenty paths and no more' },
  },
  {
    id: 'chain-links',
    defends: 'linking a chain checks so many signatures',
    file: 'src/pki/path/link-chain.ts',
    replace: 'if (budgetExceeded) break;',
    by: '',
    test: {
      file: 'test/pki/path/link-chain.test.ts',
      title: 'beyond the signature budget no further links are looked for, and it is said',
    },
  },
  {
    id: 'ocsp-signature',
    defends: 'a changed OCSP answer is not believed',
    file: 'src/pki/revocation/check-ocsp-response.ts',
    replace: 'if (verified.ok && verified.value) return',
    by: 'return',
    test: { file: 'test/pki/revocation/check-ocsp-response.test.ts', title: 'a changed answer is not believed' },
  },
  {
    id: 'crl-signature',
    defends: 'a CRL by another key is not believed',
    file: 'src/pki/revocation/crl-signer.ts',
    replace: '?? checkSignature(crl, signer)',
    by: '',
    test: {
      file: 'test/pki/revocation/check-crl.test.ts',
      title: 'a CRL by another key of the same name is not in scope if it says so, and defective if it does not',
    },
  },
  {
    id: 'unverifiable-is-invalid',
    defends: 'a signature that cannot be checked is not called wrong',
    file: 'src/x509/keys/verify-signature.ts',
    replace: "if (scheme === 'unknown') {",
    by: "if (scheme === 'unknown') return ok(false);\n  if (scheme === 'unknown') {",
    test: {
      file: 'test/pki/path/unverifiable-signature.test.ts',
      title: 'a signature of an algorithm that nothing here can check carries no path',
    },
  },
];
