/**
 * certmuster as a library: the same audit as on the command line, streamed.
 *
 * @example
 * ```js
 * import { readFile } from 'node:fs/promises';
 *
 * import { audit, prepareAudit } from 'certmuster';
 *
 * // Audits one endpoint against a private root, and says what is wrong with it.
 * export async function findFaults({ host, port, address, rootFile }) {
 *   const plan = prepareAudit({
 *     targets: {
 *       trustStores: { contoso: { files: [rootFile] } },
 *       targets: [{ host, port, address, trust: ['contoso'] }],
 *     },
 *     trustFiles: new Map([[rootFile, await readFile(rootFile)]]),
 *     options: { timeoutMs: 5_000 },
 *   });
 *   if (!plan.ok) throw new Error(plan.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
 *
 *   const faults = [];
 *   const environment = { now: () => new Date(), signal: AbortSignal.timeout(60_000) };
 *   for await (const event of audit(plan.value, environment)) {
 *     if (event.kind === 'summary') continue; // the last event: counts, deployment findings, exit code
 *     const failed = event.report.findings.filter(({ outcome }) => outcome === 'fail');
 *     faults.push(...failed.map(({ check, severity, message }) => ({ check, severity, message })));
 *   }
 *   return faults;
 * }
 * ```
 *
 * A policy of one's own is a document too: `definePolicy` makes it usable, and `prepareAudit` takes it.
 *
 * ```js
 * const policy = await definePolicy({ id: 'redis', title: 'Redis', extends: 'tls-server', roles: { node: { extends: 'server' } } });
 * if (policy.ok) prepareAudit({ targets, policies: new Map([[policy.value.id, policy.value]]) });
 * ```
 *
 * @packageDocumentation
 */
export { audit } from './audit/audit.ts';
export type {
  Audit,
  AuditEnvironment,
  AuditEvent,
  AuditOptions,
  AuditRequest,
  EvaluateSaved,
} from './audit/contract.ts';
export { type ClientFiles, readClientIdentity } from './audit/client-identity.ts';
export { defaultAuditOptions } from './audit/default-options.ts';
export { definePolicy, type Policy } from './audit/define-policy.ts';
export { evaluateSaved, readSavedStores } from './audit/evaluate-saved.ts';
export { createMozillaStore } from './audit/mozilla-store.ts';
export { type AuditPlan, prepareAudit } from './audit/prepare-audit.ts';
export type { Deployment } from './model/deployment.ts';
export type { Endpoint } from './model/endpoint.ts';
export { type EndpointObservation, endpointObservationSchema } from './model/endpoint-observation.ts';
export { type EndpointReport, endpointReportSchema } from './model/endpoint-report.ts';
export type { DeploymentFinding, Finding } from './model/finding.ts';
export { type PolicyDocument, policyDocumentSchema } from './model/policy-document.ts';
export type { Problem } from './model/problem.ts';
export type { Result } from './model/result.ts';
export { type SavedRun, savedRunSchema } from './model/saved-run.ts';
export { type ScanReport, type ScanSummary, scanReportSchema } from './model/scan-report.ts';
export { type TargetsFile, targetsFileSchema } from './model/targets-file.ts';
