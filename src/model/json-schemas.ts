import { z } from 'zod';

import { certificatePlanSchema } from './certificate-plan.ts';
import { endpointObservationSchema } from './endpoint-observation.ts';
import { notificationSchema } from './notification.ts';
import { policyDocumentSchema } from './policy-document.ts';
import { policyFixturesSchema } from './policy-fixtures.ts';
import { scanReportSchema } from './scan-report.ts';
import { serviceConfigSchema } from './service-config.ts';
import { targetsFileSchema } from './targets-file.ts';

/** The documents that are written to disk, by their names on the command line. */
export const documentSchemas = {
  targets: { schema: targetsFileSchema, title: 'certmuster targets file' },
  policy: { schema: policyDocumentSchema, title: 'certmuster policy' },
  fixtures: { schema: policyFixturesSchema, title: 'certmuster fixtures of a policy' },
  report: { schema: scanReportSchema, title: 'certmuster report' },
  service: { schema: serviceConfigSchema, title: 'certmuster configuration of the service' },
  notification: { schema: notificationSchema, title: 'certmuster notification, as a webhook gets it' },
  plan: { schema: certificatePlanSchema, title: 'certmuster plan' },
  observation: {
    schema: endpointObservationSchema,
    title: 'certmuster saved observation, one line of observations.ndjson',
  },
} as const;

type DocumentName = keyof typeof documentSchemas;

/** JSON Schema (draft 2020-12) of a document as it is in a file: bytes are base64. */
export function writeJsonSchema(name: DocumentName): unknown {
  const { schema, title } = documentSchemas[name];
  return { title, ...z.toJSONSchema(schema, { io: 'input' }) };
}
