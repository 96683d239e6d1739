import assert from 'node:assert/strict';
import { test } from 'node:test';

import { writeJsonSchema } from '../../src/model/json-schemas.ts';

/** Paths of the properties of a JSON Schema, at any depth, and their descriptions. */
function* propertiesOf(schema: unknown, path = ''): Generator<readonly [string, unknown]> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      for (const [name, property] of Object.entries(value as Record<string, { description?: string }>)) {
        yield [`${path}.${name}`, property.description];
        yield* propertiesOf(property, `${path}.${name}`);
      }
    } else if (key !== 'description') yield* propertiesOf(value, path);
  }
}

test('every key of a targets file has a description, a sentence or more', () => {
  const properties = [...propertiesOf(writeJsonSchema('targets'))];
  assert.ok(properties.length > 80, String(properties.length));
  for (const [path, description] of properties) {
    assert.ok(typeof description === 'string' && /^[A-Z`].*[.:)]$/s.test(description), `${path}: ${description}`);
  }
});
