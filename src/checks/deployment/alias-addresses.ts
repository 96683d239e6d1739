import type { NameResolution } from '../../model/deployment.ts';
import { parseIpAddress } from '../../model/ip-address.ts';
import { type DeploymentAnswer, defineDeploymentCheck } from '../define-deployment-check.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { joinWords, listValues } from '../join-words.ts';
import { type DnsView, dnsViews } from './dns-views.ts';
import { fromText } from './vantage.ts';
import { membersOf } from './virtual-server-members.ts';

const why =
  'Desktop sharing opens the as. and download. names of the URL, and fails if they lead elsewhere or nowhere.';
const remedy = 'Create the as. and download. names as CNAME records of the host of the URL.';

/** `as.` and `download.` resolve to the addresses of the base name, by DNS whatever addresses were declared, at each site from which it is seen. */
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
    facts.deployment.virtualServers.flatMap((virtualServer) => {
      const members = membersOf(facts, virtualServer, ['as-host', 'download-host']);
      return dnsViews(facts, virtualServer).map((view): DeploymentAnswer => {
        const { vantage, host } = view;
        const judgement = judgeView(view, facts.deployment.proxy);
        // A view of here stands where it stood before there were sites.
        if (vantage === undefined && host === virtualServer.host)
          return { judgement, endpoints: members.map(({ report }) => report.id) };
        const all = facts.membersByVirtualServer.get(virtualServer) ?? [];
        const seen = all.filter(
          ({ observation: { seenFrom, endpoint } }) => seenFrom === vantage && isAlias(endpoint.host, host),
        );
        return {
          judgement,
          endpoints: seen.map(({ report }) => report.id),
          subject: `${virtualServer.url} ${host}${fromText(vantage)}`,
        };
      });
    }),
});

function isAlias(name: string, host: string): boolean {
  return aliasesOf(host).includes(name);
}

function aliasesOf(host: string): readonly string[] {
  return [`as.${host}`, `download.${host}`];
}

/** `proxy`: through which the deployment is dialed, if it is. */
function judgeView({ vantage, host, resolutions }: DnsView, proxy: string | undefined): Judgement {
  const from = fromText(vantage);
  if (parseIpAddress(host) !== undefined)
    return notApplicable('address', `${host} is an IP address, which has no as. and download. names.`);
  if (!host.includes('.'))
    return notApplicable(
      'single-label',
      `${host} is a single-label name, which has no as. and download. names in DNS.`,
    );
  const byName = new Map(resolutions.map((resolution) => [resolution.name, resolution]));
  const base = byName.get(host);
  const aliases = aliasesOf(host);
  if (base === undefined && proxy !== undefined)
    return undetermined(
      'not-resolved',
      `${host} was not looked up${from}, because the proxy ${proxy} resolves the names. Scan from where its clients are.`,
    );
  if (base === undefined)
    return undetermined('not-resolved', `${host} was not looked up${from}. Scan the deployment to look it up.`);
  if (base.addresses.length === 0) {
    return undetermined(
      'not-resolved',
      `Not compared: ${host} itself does not resolve${from}. ${base.failure?.message ?? ''}`.trim(),
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
      title: `${first}${from}${isMissing ? '' : `, not to ${joinWords(base.addresses)} like ${host}`}`,
      detail,
      remedy: `Create ${joinWords([...missing, ...astray].map(({ name }) => name))} as CNAME of ${host}${vantage === undefined ? '' : ` in the DNS of ${vantage}`}.`,
      expected,
      observed: listValues(texts),
    });
  }
  const unknown = answers.filter(({ fault }) => fault === 'unknown').map(({ name }) => name);
  if (unknown.length > 0)
    return undetermined(
      'not-resolved',
      `DNS did not answer${from} for ${joinWords(unknown)}. Scan again, or use another resolver (--dns-server).`,
      { expected },
    );
  return pass(`${joinWords(aliases)} resolve to the addresses of ${host}${from}.`, { expected, observed: expected });
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
