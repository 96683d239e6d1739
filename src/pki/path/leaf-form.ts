import type { Certificate, Extensions, Name, PublicKey, RawExtension } from '../../x509/certificate.ts';
import { MAX_REMEMBERED_BYTES } from '../../x509/der/element-memory.ts';
import { extensionDecoders } from '../../x509/extensions/extension-decoders.ts';

/**
 * What leaves that one CA makes from one template have in common: version, algorithms, kind and size of key, which extensions
 * there are and which are critical, and what those say that are not each leaf's own. Rules that look at nothing else
 * (`ofForm`) need to be asked of one such leaf only.
 */
export interface LeafForm extends Pick<Certificate, 'version' | 'signatureAlgorithm' | 'tbsSignatureAlgorithm'> {
  readonly isNameless: boolean;
  readonly key: Pick<PublicKey, 'kind' | 'bits' | 'curve' | 'exponent' | 'algorithm'>;
  /** In the order of the certificate. */
  readonly extensions: readonly FormExtension[];
}

interface FormExtension extends Pick<RawExtension, 'oid' | 'critical'> {
  /** As leaves of one CA share it. Undefined: each leaf has its own, or we do not read it. */
  readonly shared: RawExtension | undefined;
  readonly own: keyof Extensions | undefined;
  /** Of one that is each leaf's own. */
  readonly isReadable: boolean;
}

/** Extensions whose content each leaf has to itself: of these the form is only whether they decode. */
export const ownOfEachLeaf: ReadonlySet<keyof Extensions> = new Set([
  'subjectAlternativeName',
  'subjectKeyIdentifier',
  'signedCertificateTimestamps',
]);

/** Extensions of a leaf whose form is remembered; real ones have a dozen. */
const maximumExtensions = 32;

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
  if (!mayRecur(form)) return form;
  forms.unshift(form);
  if (forms.length > maximumForms) forms.pop();
  return form;
}

/** By the name of the CA as leaves share it, the newest in front. Gone with the name. */
const formsOfIssuer = new WeakMap<Name, LeafForm[]>();

/** Whether another leaf can have the same: where something is not shared, this would only hold on to the bytes of a peer. */
function mayRecur({ signatureAlgorithm, tbsSignatureAlgorithm, key, extensions }: LeafForm): boolean {
  if (extensions.length > maximumExtensions) return false;
  const elements = [signatureAlgorithm.der, tbsSignatureAlgorithm.der, key.algorithm.der];
  for (const { shared } of extensions) if (shared !== undefined) elements.push(shared.value);
  return elements.every(({ buffer }) => buffer.byteLength <= MAX_REMEMBERED_BYTES);
}

function describe(leaf: Certificate): LeafForm {
  const { version, signatureAlgorithm, tbsSignatureAlgorithm, publicKey, rawExtensions } = leaf;
  const { kind, bits, curve, exponent, algorithm } = publicKey;
  return {
    version,
    signatureAlgorithm,
    tbsSignatureAlgorithm,
    isNameless: isNameless(leaf),
    key: { kind, bits, curve, exponent, algorithm },
    extensions: rawExtensions.map((raw) => describeExtension(raw, leaf)),
  };
}

function describeExtension(raw: RawExtension, { extensions }: Certificate): FormExtension {
  const { oid, critical } = raw;
  const name = (Object.keys(extensions) as (keyof Extensions)[]).find((each) => extensionDecoders[each].oid === oid);
  if (name === undefined) return { oid, critical, shared: undefined, own: undefined, isReadable: false };
  if (!ownOfEachLeaf.has(name)) return { oid, critical, shared: raw, own: undefined, isReadable: true };
  return { oid, critical, shared: undefined, own: name, isReadable: extensions[name]?.ok === true };
}

function isOf(form: LeafForm, leaf: Certificate): boolean {
  return (
    leaf.version === form.version &&
    leaf.signatureAlgorithm === form.signatureAlgorithm &&
    leaf.tbsSignatureAlgorithm === form.tbsSignatureAlgorithm &&
    isNameless(leaf) === form.isNameless &&
    hasKeyOf(form, leaf) &&
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

function hasExtensionsOf(form: LeafForm, { rawExtensions, extensions }: Certificate): boolean {
  if (rawExtensions.length !== form.extensions.length) return false;
  for (let index = 0; index < rawExtensions.length; index += 1) {
    const seen = rawExtensions[index];
    const wanted = form.extensions[index];
    if (seen === undefined || wanted === undefined) return false;
    if (seen === wanted.shared) continue;
    if (wanted.shared !== undefined || seen.oid !== wanted.oid || seen.critical !== wanted.critical) return false;
    if (wanted.own !== undefined && extensions[wanted.own]?.ok !== wanted.isReadable) return false;
  }
  return true;
}
