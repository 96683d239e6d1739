import { bits, derTrue, integer, objectIdentifier, octets, sequence, tagged, text } from './forge-der.ts';
import { writeElement } from '../../src/x509/der/write-der.ts';

export interface ForgedExtension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';

export function extension(oid: string, value: Uint8Array, critical = false): ForgedExtension {
  return { oid, critical, value };
}

export const critical = (forged: ForgedExtension): ForgedExtension => ({ ...forged, critical: true });
export const notCritical = (forged: ForgedExtension): ForgedExtension => ({ ...forged, critical: false });

export function basicConstraints(ca: boolean, pathLength?: number): ForgedExtension {
  const parts = [...(ca ? [derTrue] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])];
  return extension('2.5.29.19', sequence(...parts), true);
}

/** `content` as Windows shows it: a0, 06, … */
export function keyUsage(content: number): ForgedExtension {
  const unused = content === 0 ? 0 : Math.clz32(content & -content) === 31 ? 0 : 31 - Math.clz32(content & -content);
  return extension('2.5.29.15', bits(Uint8Array.of(content), unused), true);
}

export function extendedKeyUsage(...purposes: readonly string[]): ForgedExtension {
  return extension('2.5.29.37', sequence(...purposes.map(objectIdentifier)));
}

export const dns = (name: string): Buffer => text(0x82, name);
export const email = (name: string): Buffer => text(0x81, name);
export const uri = (name: string): Buffer => text(0x86, name);
export const ip = (...bytes: readonly number[]): Buffer => tagged(0x87, Uint8Array.from(bytes));
export const directory = (commonName: string): Buffer => tagged(0xa4, distinguishedName(commonName));
export const otherName = (oid: string): Buffer =>
  tagged(0xa0, objectIdentifier(oid), tagged(0xa0, text(0x0c, 'anything')));

export function subjectAlternativeName(...names: readonly Uint8Array[]): ForgedExtension {
  return extension('2.5.29.17', sequence(...names));
}

export interface Subtrees {
  readonly permitted?: readonly Uint8Array[];
  readonly excluded?: readonly Uint8Array[];
}

export function nameConstraints({ permitted = [], excluded = [] }: Subtrees): ForgedExtension {
  const list = (tag: number, names: readonly Uint8Array[]) =>
    names.length === 0 ? [] : [tagged(tag, ...names.map((name) => sequence(name)))];
  return extension('2.5.29.30', sequence(...list(0xa0, permitted), ...list(0xa1, excluded)), true);
}

export function subjectKeyIdentifier(identifier: Uint8Array): ForgedExtension {
  return extension('2.5.29.14', octets(identifier));
}

export function authorityKeyIdentifier(identifier: Uint8Array): ForgedExtension {
  return extension('2.5.29.35', sequence(tagged(0x80, identifier)));
}

export function certificatePolicies(...policies: readonly string[]): ForgedExtension {
  return extension('2.5.29.32', sequence(...policies.map((oid) => sequence(objectIdentifier(oid)))));
}

export function policyConstraints(requireExplicit?: number, inhibitMapping?: number): ForgedExtension {
  const parts = [
    ...(requireExplicit === undefined ? [] : [integer(requireExplicit, 0x80)]),
    ...(inhibitMapping === undefined ? [] : [integer(inhibitMapping, 0x81)]),
  ];
  return extension('2.5.29.36', sequence(...parts), true);
}

export function policyMappings(...mappings: readonly (readonly [string, string])[]): ForgedExtension {
  const pairs = mappings.map(([issuer, subject]) => sequence(objectIdentifier(issuer), objectIdentifier(subject)));
  return extension('2.5.29.33', sequence(...pairs), true);
}

export function inhibitAnyPolicy(skip: number): ForgedExtension {
  return extension('2.5.29.54', integer(skip), true);
}

/** A name of one CN in UTF8String, or the empty name. */
export function distinguishedName(...commonNames: readonly string[]): Buffer {
  const attributes = commonNames
    .filter((commonName) => commonName !== '')
    .map((commonName) => writeElement(0x31, sequence(objectIdentifier('2.5.4.3'), text(0x0c, commonName))));
  return sequence(...attributes);
}
