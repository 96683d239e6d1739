import { findJsonFaults } from '../model/json-faults.ts';
import type { TargetDeclaration } from '../model/targets-file.ts';
import { policyIds, roles } from '../model/vocabulary.ts';

/**
 * Reads a line of an NDJSON list that has nothing wrong in it; undefined for any other, whose faults the schema describes
 * (`parseTargetObject`). A list of a million sound lines needs no schema library, which takes as long to load as Node takes
 * to start. A test holds the two to the same opinion.
 */
export function readSoundTarget(text: string): TargetDeclaration | undefined {
  const value = parseObject(text);
  if (value === undefined || findJsonFaults(text).length > 0) return undefined;
  const fields = Object.keys(value);
  if (!('host' in value) || !fields.every((field) => isSound(field, value[field]))) return undefined;
  return value as unknown as TargetDeclaration;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isSound(field: string, value: unknown): boolean {
  return Object.hasOwn(shape, field) && shape[field as keyof TargetDeclaration](value);
}

/** `targetSchema`, field by field; the compiler demands one for each. */
const shape: Readonly<Record<keyof TargetDeclaration, (value: unknown) => boolean>> = {
  host: isText,
  port: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535,
  address: isText,
  serverName: isText,
  role: (value) => (roles as readonly unknown[]).includes(value),
  policy: (value) => (policyIds as readonly unknown[]).includes(value),
  trust: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
};

function isText(value: unknown): boolean {
  return typeof value === 'string';
}
