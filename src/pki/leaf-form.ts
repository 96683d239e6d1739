import type { Certificate, Extensions, Name, PublicKey } from '../x509/certificate.ts';

/**
 * What leaves that one CA makes from one template have in common: version, algorithms, kind and size of key, which extensions
 * there are and which are critical, and what those say that are not each leaf's own. Rules that look at nothing else
 * (`ofForm`) need to be asked of one such leaf only.
 */
export interface LeafForm extends Pick<Certificate, 'version' | 'signatureAlgorithm' | 'tbsSignatureAlgorithm'> {
  readonly isNameless: boolean;
  readonly key: Pick<PublicKey, 'kind' | 'bits' | 'curve' | 'exponent' | 'algorithm'>;
  readonly flags: readonly { readonly oid: string; readonly critical: boolean }[];
  /** Those that are there, by name. */
  readonly present: readonly (keyof Extensions)[];
  readonly extensions: Extensions;
}

/** Extensions whose content each leaf has to itself: of these the form is only whether they decode. */
export const ownOfEachLeaf: ReadonlySet<keyof Extensions> = new Set([
  'subjectAlternativeName',
  'subjectKeyIdentifier',
  'signedCertificateTimestamps',
]);

/** Templates of one CA whose leaves stand close together in a fleet. */
const maximumForms = 4;

/**
 * The form of a leaf: the same object for leaves of one form. What certificates of a CA repeat is decoded once and shared, so
 * that forms are told by identity; leaves that share nothing have forms of their own.
 */
export function formOf(leaf: Certificate): LeafForm {
  let forms = formsOfIssuer.get(leaf.issuer);
  if (forms === undefined) {
    forms = [];
    formsOfIssuer.set(leaf.issuer, forms);
  }
  for (const form of forms) if (isOf(form, leaf)) return form;
  const form = describe(leaf);
  forms.unshift(form);
  if (forms.length > maximumForms) forms.pop();
  return form;
}

/** By the name of the CA as leaves share it, those seen last in front. Gone with the name. */
const formsOfIssuer = new WeakMap<Name, LeafForm[]>();

function describe(leaf: Certificate): LeafForm {
  const { version, signatureAlgorithm, tbsSignatureAlgorithm, publicKey, rawExtensions, extensions } = leaf;
  const { kind, bits, curve, exponent, algorithm } = publicKey;
  const names = Object.keys(extensions) as (keyof Extensions)[];
  return {
    version,
    signatureAlgorithm,
    tbsSignatureAlgorithm,
    isNameless: isNameless(leaf),
    key: { kind, bits, curve, exponent, algorithm },
    flags: rawExtensions.map(({ oid, critical }) => ({ oid, critical })),
    present: names.filter((name) => extensions[name] !== undefined),
    extensions,
  };
}

function isOf(form: LeafForm, leaf: Certificate): boolean {
  return (
    leaf.version === form.version &&
    leaf.signatureAlgorithm === form.signatureAlgorithm &&
    leaf.tbsSignatureAlgorithm === form.tbsSignatureAlgorithm &&
    isNameless(leaf) === form.isNameless &&
    hasKeyOf(form, leaf) &&
    hasFlagsOf(form, leaf) &&
    hasExtensionsOf(form, leaf)
  );
}

function isNameless({ subject }: Certificate): boolean {
  return subject.relativeDistinguishedNames.length === 0;
}

function hasKeyOf({ key }: LeafForm, { publicKey }: Certificate): boolean {
  return (
    publicKey.kind === key.kind &&
    publicKey.bits === key.bits &&
    publicKey.curve === key.curve &&
    publicKey.exponent === key.exponent &&
    publicKey.algorithm === key.algorithm
  );
}

function hasFlagsOf({ flags }: LeafForm, { rawExtensions }: Certificate): boolean {
  if (rawExtensions.length !== flags.length) return false;
  for (let index = 0; index < flags.length; index += 1) {
    const wanted = flags[index];
    const seen = rawExtensions[index];
    if (seen?.oid !== wanted?.oid || seen?.critical !== wanted?.critical) return false;
  }
  return true;
}

/** Given the same flags, both have the same extensions. */
function hasExtensionsOf(form: LeafForm, { extensions }: Certificate): boolean {
  for (const name of form.present) {
    const wanted = form.extensions[name];
    const seen = extensions[name];
    if (ownOfEachLeaf.has(name) ? seen?.ok !== wanted?.ok : seen !== wanted) return false;
  }
  return true;
}
