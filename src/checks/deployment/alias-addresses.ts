import type { NameResolution } from '../../model/deployment.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import { type DeploymentFacts, defineDeploymentCheck, type VirtualServer } from '../define-deployment-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { judgeEach, membersOf } from './virtual-server-members.ts';

const why =
  'Desktop sharing opens the as. and download. names of the URL, and fails if they lead elsewhere or nowhere.';
const remedy = 'Create the as. and download. names as CNAME records of the host of the URL.';

/** `as.` and `download.` resolve to the addresses of the base name, by DNS whatever addresses were declared. */
export const aliasAddresses = defineDeploymentCheck({
  id: 'alias-addresses',
  title: 'The as. and download. names resolve to the addresses of the base name',
  why,
  citation: {
    document: 'DNS Requirements for Communicator Web Access (TechNet dd572681)',
    section: 'CNAME records as. and download.',
  },
  faults: {
    'does-not-resolve': {
      title: 'The as. or download. name does not resolve',
      why,
      remedy,
      subject: 'declaration',
    },
    'other-addresses': {
      title: 'The as. or download. name resolves to other addresses than the base name',
      why,
      remedy,
      subject: 'declaration',
    },
  },
  judge: (facts) =>
    judgeEach(facts, (virtualServer) => ({
      judgement: judgeOne(facts, virtualServer),
      members: membersOf(facts, virtualServer, ['as-host', 'download-host']),
    })),
});

function judgeOne({ deployment, nameResolutions }: DeploymentFacts, { host }: VirtualServer): Judgement {
  if (parseIpAddress(host) !== undefined)
    return notApplicable('address', `${host} is an IP address, which has no as. and download. names.`);
  if (!host.includes('.'))
    return notApplicable(
      'single-label',
      `${host} is a single-label name, which has no as. and download. names in DNS.`,
    );
  const byName = new Map(nameResolutions.map((resolution) => [resolution.name, resolution]));
  const base = byName.get(host);
  const aliases = [`as.${host}`, `download.${host}`];
  if (base === undefined && deployment.proxy !== undefined)
    return undetermined(
      'not-resolved',
      `${host} was not looked up, because the proxy ${deployment.proxy} resolves the names. Scan from where its clients are.`,
    );
  if (base === undefined)
    return undetermined('not-resolved', `${host} was not looked up. Scan the deployment to look it up.`);
  if (base.addresses.length === 0) {
    return undetermined(
      'not-resolved',
      `Not compared: ${host} itself does not resolve. ${base.failure?.message ?? ''}`.trim(),
    );
  }
  const expected = listValues(base.addresses);
  const answers = aliases.map((name) => ({ name, fault: findFault(byName.get(name), base) }));
  const missing = answers.filter(({ fault }) => fault === 'does not resolve');
  const astray = answers.filter(({ fault }) => fault?.startsWith('resolves to '));
  const texts = [...missing, ...astray].map(({ name, fault }) => `${name} ${fault}`);
  const [first, ...others] = texts;
  if (first !== undefined) {
    const isMissing = missing.length > 0;
    const detail = others.map((text) => `${text}.`).join(' ');
    return fail(isMissing ? 'does-not-resolve' : 'other-addresses', {
      title: `${first}${isMissing ? '' : `, not to ${joinWords(base.addresses)} like ${host}`}`,
      detail,
      remedy: `Create ${joinWords([...missing, ...astray].map(({ name }) => name))} as CNAME of ${host}.`,
      expected,
      observed: listValues(texts),
    });
  }
  const unknown = answers.filter(({ fault }) => fault === 'unknown').map(({ name }) => name);
  if (unknown.length > 0)
    return undetermined(
      'not-resolved',
      `DNS did not answer for ${joinWords(unknown)}. Scan again, or use another resolver (--dns-server).`,
      { expected },
    );
  return pass(`${joinWords(aliases)} resolve to the addresses of ${host}.`, { expected, observed: expected });
}

/** A clause that says what is wrong; `unknown` if DNS did not answer at all. */
function findFault(alias: NameResolution | undefined, base: NameResolution): string | undefined {
  if (alias === undefined) return 'unknown';
  if (alias.addresses.length === 0) {
    return alias.failure === null || alias.failure.kind === 'not-found' ? 'does not resolve' : 'unknown';
  }
  const same = alias.addresses.toSorted().join() === base.addresses.toSorted().join();
  return same ? undefined : `resolves to ${joinWords(alias.addresses)}`;
}
