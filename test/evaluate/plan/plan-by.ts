import assert from 'node:assert/strict';

import { planCertificates } from '../../../src/evaluate/plan/plan-certificates.ts';
import { waivableChecks } from '../../../src/evaluate/waivable-checks.ts';
import type { CertificatePlan, PlannedCertificate } from '../../../src/model/certificate-plan.ts';
import { policyDocumentSchema, type PolicyDocument } from '../../../src/model/policy-document.ts';
import type { RoleDocument } from '../../../src/model/role-document.ts';
import { builtInDocument } from '../../../src/policy/built-in.ts';
import { compilePolicy } from '../../../src/policy/compile-policy.ts';
import type { Policies } from '../../../src/policy/policies.ts';
import { expandTargets } from '../../../src/targets/expand-targets.ts';
import { parseTargets } from '../../../src/targets/parse-targets.ts';

/** Plans a targets file under one more policy, which extends tls-server. */
export async function planBy(document: Omit<PolicyDocument, 'extends'>, file: unknown): Promise<CertificatePlan> {
  const base = await builtInDocument('tls-server');
  assert.ok(base !== undefined);
  const parsed = policyDocumentSchema.parse(document);
  const policies: Policies = new Map([
    ['tls-server', compilePolicy([base])],
    [document.id, compilePolicy([base, parsed])],
  ]);
  const targets = parseTargets(file, policies, waivableChecks());
  assert.ok(targets.ok, targets.ok ? '' : JSON.stringify(targets.error));
  const { endpoints, deployments } = expandTargets(targets.value, policies);
  return planCertificates(endpoints, deployments, { policies });
}

/** The certificate of `a.example` in a role `house`, which extends `server`. */
export async function certificateOf(role: RoleDocument): Promise<PlannedCertificate> {
  const { certificates, problems } = await planBy(
    { id: 'own', title: 'Own', roles: { house: { extends: 'server', title: 'House', ...role } } },
    {
      trustStores: { corp: { files: ['corp.pem'] } },
      targets: [{ host: 'a.example', policy: 'own', role: 'house' }],
    },
  );
  const [certificate] = certificates;
  assert.ok(certificate !== undefined, problems.join());
  return certificate;
}
