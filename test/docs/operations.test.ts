import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parseAllDocuments } from 'yaml';

import { commands } from '../../src/cli/command-list.ts';
import { parseCommandLine } from '../../src/cli/parse-command-line.ts';
import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { certmuster } from '../cli/certmuster.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { lintContainerfile, readContainerfile } from './containerfile.ts';

const folder = repositoryPath('docs/operations');
const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const page = readFileSync(repositoryPath('docs/operations.md'), 'utf8');

test('the page names every file of its folder, and no file that is not there', () => {
  const named = [...page.matchAll(/\]\((operations\/[^)#]+)\)/g)].map(([, path = '']) => path);
  assert.deepEqual(
    [...new Set(named)].sort(),
    readdirSync(folder)
      .map((name) => `operations/${name}`)
      .sort(),
  );
  for (const [, path = ''] of page.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
    assert.ok(existsSync(repositoryPath(`docs/${path}`)), path);
});

const files = ['../operations.md', ...readdirSync(folder)].map((name) => [name, read(name)] as const);
const lines = files.flatMap(([name, text]) =>
  [...text.matchAll(/(?:^|`|bin\/)certmuster ((?:serve|history|diff|schema|demo|scan)\b[^`\n|>]*)/gm)].map(
    ([, line = '']) => [name, line.replace(/ {2,}.*$/, '').trim()] as const,
  ),
);
for (const [name, line] of lines) {
  test(`${name}: certmuster ${line} is a command line`, async () => {
    const parsed = await parseCommandLine(line.split(' '), commands, 80);
    assert.notEqual(parsed.kind, 'wrong', JSON.stringify(parsed));
  });
}

test('command lines were found', () => {
  assert.ok(lines.length >= 5, String(lines.length));
});

test('systemd rates the exposure of the unit below 2.0', () => {
  const unit = `${folder}/certmuster.service`;
  const run = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=19', unit], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
  assert.match(run.stdout, /Overall exposure level for certmuster\.service: 1\.\d/);
});

test('systemd knows every setting of the unit', () => {
  const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', `${folder}/certmuster.service`], {
    encoding: 'utf8',
  });
  const said = stderr.split('\n').filter((line) => line !== '' && !/certmuster is not executable/.test(line));
  assert.deepEqual(said, []);
});

test('the container file has nothing but known instructions, runs as nobody, and copies what is there', () => {
  const isIgnored = new Set(read('Containerfile.dockerignore').split('\n'));
  const exists = (path: string): boolean => existsSync(repositoryPath(path)) && !isIgnored.has(path);
  const instructions = readContainerfile(read('Containerfile'));
  assert.deepEqual(lintContainerfile(instructions, exists), []);
  const entry = JSON.parse(instructions.find(({ name }) => name === 'ENTRYPOINT')?.rest ?? '') as readonly string[];
  const command = JSON.parse(
    instructions.find(({ name, rest }) => name === 'CMD' && rest !== '')?.rest ?? '',
  ) as readonly string[];
  assert.ok(existsSync(repositoryPath(entry[1]?.replace('/opt/certmuster/', '') ?? '')));
  assert.equal(command[0], 'serve');
});

for (const [what, change, problem] of [
  ['an unknown instruction', ['USER', 'USR'], 'USR: not an instruction'],
  ['a root user', ['USER 65532:65532', 'USER 0:0'], 'USER 0:0: has another shape'],
  [
    'a command of a shell',
    ['ENTRYPOINT ["node", "/opt/certmuster/bin/certmuster.js"]', 'ENTRYPOINT node'],
    'ENTRYPOINT node',
  ],
  ['a missing file', ['COPY bin ./bin', 'COPY bim ./bin'], 'COPY bim: there is no such file'],
  ['no health check', ['HEALTHCHECK', 'LABEL'], 'the last stage has no HEALTHCHECK'],
] as const) {
  test(`the lint of container files sees ${what}`, () => {
    const [from, to] = change;
    const text = read('Containerfile').replace(from, to);
    assert.notEqual(text, read('Containerfile'));
    const problems = lintContainerfile(readContainerfile(text), (path) => existsSync(repositoryPath(path)));
    assert.ok(
      problems.some((each) => each.startsWith(problem)),
      problems.join('\n'),
    );
  });
}

interface Resource {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
}

const resources = parseAllDocuments(read('kubernetes.yaml'), { uniqueKeys: true }).map((document) => {
  assert.deepEqual([...document.errors, ...document.warnings], []);
  return document.toJS() as Resource;
});
const ofKind = (kind: string): Resource => resources.find((each) => each.kind === kind) ?? assert.fail(kind);

test('the manifest of Kubernetes: what each kind demands, and one process that may write nothing but its history', () => {
  const versions = { ConfigMap: 'v1', PersistentVolumeClaim: 'v1', Deployment: 'apps/v1', Service: 'v1' };
  assert.deepEqual(Object.fromEntries(resources.map(({ kind, apiVersion }) => [kind, apiVersion])), versions);
  for (const { metadata } of resources) assert.match(metadata?.name ?? '', /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
  const claim = ofKind('PersistentVolumeClaim');
  assert.deepEqual(Object.keys(claim.spec ?? {}), ['accessModes', 'resources']);
  const { replicas, strategy, selector, template } = ofKind('Deployment').spec as unknown as DeploymentSpec;
  assert.deepEqual([replicas, strategy.type], [1, 'Recreate']);
  assert.deepEqual(selector.matchLabels, template.metadata.labels);
  assert.deepEqual(ofKind('Service').spec?.['selector'], selector.matchLabels);
  const [container] = template.spec.containers;
  assert.ok(container !== undefined);
  const { securityContext, volumeMounts, livenessProbe, readinessProbe, startupProbe, ports } = container;
  assert.deepEqual(securityContext, {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  assert.equal(template.spec.securityContext['runAsNonRoot'], true);
  assert.deepEqual(
    [livenessProbe, readinessProbe, startupProbe].map(({ httpGet }) => [httpGet.path, httpGet.port, httpGet.scheme]),
    ['/healthz', '/readyz', '/healthz'].map((path) => [path, ports[0]?.name, 'HTTPS']),
  );
  assert.deepEqual(volumeMounts.map(({ name }) => name).sort(), template.spec.volumes.map(({ name }) => name).sort());
  const claims = template.spec.volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
  assert.deepEqual(claims, [claim.metadata?.name]);
});

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string; readonly scheme: string };
}
interface DeploymentSpec {
  readonly replicas: number;
  readonly strategy: { readonly type: string };
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly securityContext: Readonly<Record<string, unknown>>;
      readonly containers: readonly {
        readonly securityContext: Readonly<Record<string, unknown>>;
        readonly ports: readonly { readonly name: string }[];
        readonly volumeMounts: readonly { readonly name: string }[];
        readonly livenessProbe: Probe;
        readonly readinessProbe: Probe;
        readonly startupProbe: Probe;
      }[];
      readonly volumes: readonly {
        readonly name: string;
        readonly persistentVolumeClaim?: { readonly claimName: string };
      }[];
    };
  };
}

test('the configuration in the manifest is sound', async (context) => {
  const place = temporaryFolder();
  context.after(() => place.remove());
  const key = await makeKeyPair('p-256');
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const leaf = await issueServerCertificate(authority, key, { names: ['certmuster'] });
  place.write('tls.crt', leaf.pem);
  place.write('tls.key', key.pem);
  place.write('prometheus-token', 'a-token-of-more-than-sixteen-letters\n');
  const { data = {} } = ofKind('ConfigMap');
  for (const [name, text] of Object.entries(data)) {
    place.write(name, text.replaceAll('/run/secrets/certmuster', place.path).replace('/var/lib/certmuster/', ''));
  }
  const { exitCode, stderr } = await certmuster(['serve', '--config', 'service.yaml', '--check'], { cwd: place.path });
  assert.equal(exitCode, 0, stderr);
});
