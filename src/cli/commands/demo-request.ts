import type { AuditRequest } from '../../audit/contract.ts';
import type { DemoDeployment } from '../../lab/demo-deployment.ts';

/** What the command line would have made of the targets file of the demo. */
export async function demoRequest(
  { targets, trustFiles, resolve }: Pick<DemoDeployment, 'targets' | 'trustFiles' | 'resolve'>,
  limits: { readonly concurrency: number; readonly timeoutMs: number },
): Promise<AuditRequest> {
  const { prepareAudit } = await import('../../audit/prepare-audit.ts');
  const prepared = prepareAudit({
    targets,
    trustFiles: new Map([...trustFiles].map(([name, pem]) => [name, Buffer.from(pem)])),
    options: { ...limits, resolve },
  });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  return { ...prepared.value, recordedOptions: { demo: true } };
}
