import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createLeafFaults } from '../../../src/pki/path/leaf-faults.ts';
import { formOf, ownOfEachLeaf } from '../../../src/pki/path/leaf-form.ts';
import { profileRules } from '../../../src/pki/path/profiles.ts';
import type { PlacedCertificate, Validation } from '../../../src/pki/path/rule.ts';
import type { Certificate, Extensions } from '../../../src/x509/certificate.ts';
import { type Forged, forgeCa, forgeLeaf, makeRsaKeys, now } from '../forge-certificate.ts';
import {
  basicConstraints,
  certificatePolicies,
  critical,
  distinguishedName,
  dns,
  extension,
  type ForgedExtension,
  keyUsage,
  serverAuth,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from '../forge-extensions.ts';

const ca = forgeCa('Issuing');
const rsa = makeRsaKeys(2_048);
const malformedUsage = extension('2.5.29.15', Uint8Array.of(0x05, 0x00));

/** Leaves that differ in form, by what sets them apart from the first. */
const variants: Readonly<Record<string, Forged>> = {
  'the usual one': forgeLeaf('a.contoso.com', { issuer: ca }),
  'another CA': forgeLeaf('a.contoso.com', { issuer: forgeCa('Other') }),
  'another key': forgeLeaf('a.contoso.com', { issuer: ca, keys: rsa }),
  'another signature': forgeLeaf('a.contoso.com', { issuer: ca, hash: 'sha1' }),
  'another algorithm outside': forgeLeaf('a.contoso.com', {
    issuer: ca,
    outerAlgorithm: Buffer.from('300506032b6570', 'hex'),
  }),
  'another usage': forgeLeaf('a.contoso.com', { issuer: ca, extensions: [keyUsage(0xa0)] }),
  'a critical flag': forgeLeaf('a.contoso.com', {
    issuer: ca,
    extensions: [critical(subjectAlternativeName(dns('a.contoso.com')))],
  }),
  'an extension less': forgeLeaf('a.contoso.com', { issuer: ca, without: ['2.5.29.37'] }),
  'an extension more': forgeLeaf('a.contoso.com', { issuer: ca, extensions: [certificatePolicies('1.2.3')] }),
  'an unknown extension': forgeLeaf('a.contoso.com', {
    issuer: ca,
    extensions: [extension('1.2.3.4', Uint8Array.of(5, 0))],
  }),
  'being a CA': forgeLeaf('a.contoso.com', { issuer: ca, extensions: [basicConstraints(true, 0)] }),
  'no subject': forgeLeaf('a.contoso.com', { issuer: ca, subject: distinguishedName() }),
  'a malformed extension': forgeLeaf('a.contoso.com', { issuer: ca, extensions: [malformedUsage] }),
  'malformed names': forgeLeaf('a.contoso.com', {
    issuer: ca,
    extensions: [extension('2.5.29.17', Uint8Array.of(5, 0))],
  }),
};

test('leaves of one CA and template have one form, whatever their names, keys, dates and serial numbers are', () => {
  const own = (byte: number) => [
    subjectKeyIdentifier(Uint8Array.of(byte)),
    extension('1.2.3', Uint8Array.of(4, 1, byte)),
  ];
  const first = forgeLeaf('im.contoso.com', { issuer: ca, extensions: own(1) }).certificate;
  const second = forgeLeaf('www.fabrikam.com', { issuer: ca, notAfter: now, extensions: own(2) }).certificate;
  assert.equal(formOf(second), formOf(first));
});

test('whatever else sets leaves apart gives them different forms', () => {
  const forms = Object.values(variants).map(({ certificate }) => formOf(certificate));
  assert.equal(new Set(forms).size, forms.length);
});

test('a CA that uses many templates has some forms remembered and never gets a wrong one', () => {
  const templates = [0x80, 0xa0, 0xc0, 0xe0, 0x90, 0xb0].map((usage) => [keyUsage(usage)]);
  const leaves = [0, 1].map(() =>
    templates.map((extensions) => forgeLeaf('im.contoso.com', { issuer: ca, extensions })),
  );
  const [first = [], second = []] = leaves.map((each) => each.map(({ certificate }) => formOf(certificate)));
  assert.equal(new Set(first).size, templates.length);
  for (const [index, form] of second.entries()) {
    const wanted = templates[index]?.[0]?.value;
    const seen = form.extensions.find(({ oid }) => oid === '2.5.29.15')?.shared?.value;
    assert.deepEqual(seen && Buffer.from(seen), wanted && Buffer.from(wanted));
  }
});

test('a form that no other leaf can have, or that is too large for a real one, is not remembered', () => {
  const unknown = (arc: number): ForgedExtension => extension(`1.2.3.${arc}`, Uint8Array.of(5, 0));
  const isRemembered = (extensions: readonly ForgedExtension[]): boolean => {
    const { certificate } = forgeLeaf('im.contoso.com', { issuer: ca, extensions });
    const first = formOf(certificate);
    return formOf(certificate) === first;
  };
  const many = [...Array(40).keys()].map(unknown);
  assert.ok(isRemembered(many.slice(0, 20)));
  assert.ok(!isRemembered(many));
  const names = [...Array(100).keys()].map((place) => dns(`${place}.contoso.com`));
  assert.ok(isRemembered([subjectAlternativeName(...names)]));
  assert.ok(!isRemembered([{ ...subjectAlternativeName(...names), oid: '2.5.29.18' }]));
});

const validation = { at: now, purpose: serverAuth, isPublicSuffix: () => false } as unknown as Validation;

for (const [about, { certificate }] of Object.entries(variants)) {
  test(`rules of form that hold look at nothing but the form: ${about}`, () => {
    const rules = profileRules.strict.certificateRules.filter(({ isOfForm }) => isOfForm === true);
    assert.ok(rules.length > 30);
    for (const rule of rules) {
      const forbidden: string[] = [];
      const placed = { certificate: watch(certificate, forbidden), below: [], isAnchor: false };
      const asked = only(validation, ['purpose'], (name) => forbidden.push(`validation.${name}`));
      if (rule(placed, asked) === undefined) assert.deepEqual(forbidden, []);
    }
  });

  test(`what rules of form said of another leaf is not said of one that differs: ${about}`, () => {
    const rules = profileRules.strict.certificateRules;
    const placed: PlacedCertificate = { certificate, below: [], isAnchor: false };
    const findFaults = createLeafFaults(rules);
    for (const each of Object.values(variants)) findFaults({ ...placed, certificate: each.certificate }, validation);
    const expected = rules.map((rule) => rule(placed, validation)).filter((fault) => fault !== undefined);
    assert.deepEqual(findFaults(placed, validation), expected);
  });
}

/** A certificate that notes when something is looked at that its form does not hold. */
function watch(certificate: Certificate, forbidden: string[]): Certificate {
  const note = (where: string) => (name: string) => forbidden.push(`${where}${name}`);
  const facts = {
    ...certificate,
    extensions: Object.fromEntries(
      Object.entries(certificate.extensions).map(([name, decoded]) => [
        name,
        ownOfEachLeaf.has(name as keyof Extensions) && decoded !== undefined
          ? only(decoded, decoded.ok ? ['ok'] : ['ok', 'error'], note(`${name}.`))
          : decoded,
      ]),
    ),
    subject: only(
      {
        text: certificate.subject.text,
        relativeDistinguishedNames: only(certificate.subject.relativeDistinguishedNames, ['length'], note('subject.')),
      },
      ['relativeDistinguishedNames'],
      note('subject.'),
    ),
    publicKey: only(certificate.publicKey, ['kind', 'bits', 'curve', 'exponent', 'algorithm'], note('publicKey.')),
    rawExtensions: certificate.rawExtensions.map((each) => only(each, ['oid', 'critical'], note('rawExtensions.'))),
  };
  const watched = ['subject', 'publicKey', 'rawExtensions', 'extensions'];
  // What is malformed or stands twice is said by the flags and by whether extensions decode.
  const derived = ['malformedExtensions', 'repeatedExtensions'];
  const plain = ['version', 'signatureAlgorithm', 'tbsSignatureAlgorithm', 'issuer', ...derived];
  return only(facts as unknown as Certificate, [...watched, ...plain], note(''));
}

/** The same object, with every look at another property noted. */
function only<T extends object>(target: T, allowed: readonly string[], note: (name: string) => void): T {
  return new Proxy(target, {
    get: (inner, name) => {
      if (!allowed.includes(String(name))) note(String(name));
      return Reflect.get(inner, name);
    },
  });
}
